import type { EventPublisher } from '#events';
import type { RunningCalls } from '#sessions';
import type { PayloadKeeper } from '#tools';
import type { MessageKind, ObservedMessage } from './observed-message.ts';
import type { OpenQuestions } from './open-questions.ts';
import type { RequestSpan, TracedRequest } from './request-tracer.ts';

/** The interface to which the parts of the observation report. */
export interface Observer {
  readonly publisher: EventPublisher;
  readonly running: RunningCalls;
  readonly payloads: PayloadKeeper;
  /** Knows which call asked the question that another one answers. */
  readonly questions: OpenQuestions;
  /** Whether there are listeners or a tracer. Without them, only tool calls are observed. */
  readonly isListened: boolean;
  /** Whether anybody listens to messages of a kind. */
  hears(kind: MessageKind): boolean;
  /** Delivers a message to every listener. A listener that throws is logged and does not affect the others. */
  deliver(message: ObservedMessage): void;
  /** Whether requests have spans. */
  readonly isTraced: boolean;
  /** Begins the span of a request; undefined if requests are not traced. */
  beginSpan(request: TracedRequest): RequestSpan | undefined;
  /** Runs code of the observation, so that its errors do not become errors of the request. */
  quietly<T>(look: () => T, what?: string): T | undefined;
  /** Logs an error of the observation. */
  report(error: unknown, what?: string): void;
}
