import type { EventPublisher } from '#events';
import type { RunningCalls } from '#sessions';
import type { Offer, PayloadKeeper } from '#tools';
import type { ObservedMessage } from './observed-message.ts';

/** What the parts of the observation report to. */
export interface Observer {
  readonly publisher: EventPublisher;
  readonly running: RunningCalls;
  readonly payloads: PayloadKeeper;
  /** Tells which tools there are. */
  readonly offer: Pick<Offer, 'offersTool'>;
  /** Whether anybody listens: without listeners messages need not be described. */
  readonly isListened: boolean;
  /** Delivers a message to every listener; one that throws is logged and harms nobody else. */
  deliver(message: ObservedMessage): void;
  /** Runs what observes: its fault must not become a fault of the request. */
  quietly<T>(look: () => T, what?: string): T | undefined;
}
