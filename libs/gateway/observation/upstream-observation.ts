import { Injectable, Logger } from '@nestjs/common';
import { loggableError } from '#redaction';
import type {
  UpstreamDestination,
  UpstreamEnd,
  UpstreamRequest,
  UpstreamSpan,
  UpstreamTracer,
} from './upstream-tracer.ts';

/** A request to an upstream that has ended. */
export interface EndedRequest {
  upstream: UpstreamDestination;
  method: string;
  /** The name of the tool, prompt or resource, if the request names one. */
  target?: string;
  /** Milliseconds since it was sent. */
  durationMs: number;
  end: UpstreamEnd;
  /** The id of the trace that records it, if one does. */
  tracedAs?: string;
}

/** A protocol session with an upstream that has ended. */
export interface EndedSession {
  upstream: UpstreamDestination;
  /** Milliseconds since its `initialize` was sent. */
  durationMs: number;
  /** What has ended it, unless we have, or the upstream has in order. */
  fault?: UpstreamEnd['fault'];
}

/** Learns of what has ended. It runs while an agent waits, so it must return quickly. */
export interface UpstreamListener {
  requestEnded(request: EndedRequest): void;
  sessionEnded(session: EndedSession): void;
}

/**
 * The one place that learns of every request to an upstream, and of every one that an upstream makes, as it goes over the
 * wire: also of those that serve several agents, or none. Its own faults are logged, and never affect a request.
 */
@Injectable()
export class UpstreamObservation {
  readonly #logger = new Logger('Gateway');
  readonly #listeners: UpstreamListener[] = [];
  #tracer: UpstreamTracer | undefined;

  listen(listener: UpstreamListener): void {
    this.#listeners.push(listener);
  }

  /** Traces requests from now on. Call the returned function to stop. */
  traceWith(tracer: UpstreamTracer): () => void {
    this.#tracer = tracer;
    return () => {
      if (this.#tracer === tracer) this.#tracer = undefined;
    };
  }

  /** Begins the span of a request; undefined if requests are not traced. */
  beginSpan(request: UpstreamRequest): UpstreamSpan | undefined {
    const tracer = this.#tracer;
    return tracer && this.quietly(() => tracer.begin(request));
  }

  /** Runs work that is part of no request. */
  apart<T>(work: () => T): T {
    return this.#tracer ? this.#tracer.apart(work) : work();
  }

  requestEnded(request: EndedRequest): void {
    for (const listener of this.#listeners) this.quietly(() => listener.requestEnded(request));
  }

  sessionEnded(session: EndedSession): void {
    for (const listener of this.#listeners) this.quietly(() => listener.sessionEnded(session));
  }

  /** Runs code of the observation, so that its errors do not become errors of the request. */
  quietly<T>(look: () => T): T | undefined {
    try {
      return look();
    } catch (error) {
      this.#logger.error(`A request to an upstream could not be observed: ${loggableError(error)}`);
      return undefined;
    }
  }
}
