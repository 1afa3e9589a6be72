import { Injectable, Logger } from '@nestjs/common';
import { EventPublisher } from '#events';
import { loggableError } from '#redaction';
import { RunningCalls } from '#sessions';
import { PayloadKeeper } from '#tools';
import { ConnectionObservation } from './connection-observation.ts';
import type { ObservedClient } from './observed-client.ts';
import type { MessageKind, MessageListener, ObservedMessage } from './observed-message.ts';
import type { Observer } from './observer.ts';
import { OpenQuestions } from './open-questions.ts';
import type { RequestSpan, RequestTracer, TracedRequest } from './request-tracer.ts';

const KINDS: readonly MessageKind[] = ['request', 'notification', 'answer'];

/**
 * The one place that sees every JSON-RPC message of both eras. Tool calls become `tool:*` events here, and listeners
 * get every message. It changes no message, and its own faults never affect a request.
 */
@Injectable()
export class Observation implements Observer {
  readonly #logger = new Logger('Observation');
  readonly #listeners: Record<MessageKind, MessageListener[]> = { request: [], notification: [], answer: [] };
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
    const { kinds = KINDS } = listener;
    for (const kind of kinds) this.#listeners[kind].push(listener);
    return () => {
      for (const kind of kinds)
        this.#listeners[kind] = this.#listeners[kind].filter((one) => one !== listener);
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
    return this.isTraced || KINDS.some((kind) => this.hears(kind));
  }

  hears(kind: MessageKind): boolean {
    return this.#listeners[kind].length > 0;
  }

  get isTraced(): boolean {
    return this.#tracer !== undefined;
  }

  beginSpan(request: TracedRequest): RequestSpan | undefined {
    const tracer = this.#tracer;
    return tracer && this.quietly(() => tracer.begin(request), 'A span could not begin');
  }

  deliver(message: ObservedMessage): void {
    for (const listener of this.#listeners[message.kind])
      try {
        listener.message(message);
      } catch (error) {
        this.report(error, `The message listener "${listener.name}" failed`);
      }
  }

  quietly<T>(look: () => T, what?: string): T | undefined {
    try {
      return look();
    } catch (error) {
      this.report(error, what);
      return undefined;
    }
  }

  report(error: unknown, what = 'A message could not be observed'): void {
    this.#logger.error(`${what}: ${loggableError(error)}`);
  }
}
