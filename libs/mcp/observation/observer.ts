import type { EventPublisher } from '#events';
import type { RunningCalls } from '#sessions';
import type { Offer, PayloadKeeper } from '#tools';
import type { ObservedMessage } from './observed-message.ts';
import type { OpenQuestions } from './open-questions.ts';

/** The interface to which the parts of the observation report. */
export interface Observer {
  readonly publisher: EventPublisher;
  readonly running: RunningCalls;
  readonly payloads: PayloadKeeper;
  /** Knows which tools exist. */
  readonly offer: Pick<Offer, 'offersTool'>;
  /** Knows which call asked the question that another one answers. */
  readonly questions: OpenQuestions;
  /** Whether there are listeners. Without listeners, messages are not described. */
  readonly isListened: boolean;
  /** Delivers a message to every listener. A listener that throws is logged and does not affect the others. */
  deliver(message: ObservedMessage): void;
  /** Runs code of the observation, so that its errors do not become errors of the request. */
  quietly<T>(look: () => T, what?: string): T | undefined;
}
