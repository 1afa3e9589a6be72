import { Injectable, Logger } from '@nestjs/common';
import { EventPublisher } from '#events';
import { loggableError } from '#redaction';
import { RunningCalls } from '#sessions';
import { PayloadKeeper } from '#tools';
import { ConnectionObservation } from './connection-observation.ts';
import type { ObservedClient } from './observed-client.ts';
import type { MessageListener, ObservedMessage } from './observed-message.ts';
import type { Observer } from './observer.ts';
import { OpenQuestions } from './open-questions.ts';
import type { RequestSpan, RequestTracer, TracedRequest } from './request-tracer.ts';

/**
 * The one place that sees every JSON-RPC message of both eras. Tool calls become `tool:*` events here, and listeners
 * get every message. It changes no message, and its own faults never affect a request.
 */
@Injectable()
export class Observation implements Observer {
  readonly #logger = new Logger('Observation');
  readonly #listeners: MessageListener[] = [];
  readonly questions = new OpenQuestions();
  #tracer: RequestTracer | undefined;

  constructor(
    readonly publisher: EventPublisher,
    readonly running: RunningCalls,
    readonly payloads: PayloadKeeper,
  ) {}

  /** Observes the connection of a client. */
  of(client: ObservedClient): ConnectionObservation {
    return new ConnectionObservation(client, this);
  }

  /** Adds a listener. Call the returned function to remove it. */
  listen(listener: MessageListener): () => void {
    this.#listeners.push(listener);
    return () => {
      const index = this.#listeners.indexOf(listener);
      if (index >= 0) this.#listeners.splice(index, 1);
    };
  }

  /** Traces requests from now on. Call the returned function to stop. */
  traceWith(tracer: RequestTracer): () => void {
    this.#tracer = tracer;
    return () => {
      if (this.#tracer === tracer) this.#tracer = undefined;
    };
  }

  get isListened(): boolean {
    return this.#listeners.length > 0 || this.#tracer !== undefined;
  }

  beginSpan(request: TracedRequest): RequestSpan | undefined {
    const tracer = this.#tracer;
    return tracer && this.quietly(() => tracer.begin(request), 'A span could not begin');
  }

  deliver(message: ObservedMessage): void {
    for (const listener of this.#listeners)
      this.quietly(() => listener.message(message), `The message listener "${listener.name}" failed`);
  }

  quietly<T>(look: () => T, what = 'A message could not be observed'): T | undefined {
    try {
      return look();
    } catch (error) {
      this.#logger.error(`${what}: ${loggableError(error)}`);
      return undefined;
    }
  }
}
