import { withSubjectKind, type CrowsnestEvent, type EventId } from '#contract';
import type { AlertMessage } from './alert-message.ts';

/**
 * Maximum number of messages that wait: as many as all rules have alerts at a time. Whoever sends them gives up the oldest
 * long before that, and says so.
 */
const MAX_WAITING = 10_000;

/** A message with the names of the receivers that have not taken it. */
export interface OutboxEntry {
  message: AlertMessage;
  receivers: string[];
}

/**
 * The pending messages to receivers, folded from the events of alerts: they survive the process that had to send them.
 */
export class Outbox {
  readonly #waiting: Map<EventId, OutboxEntry>;

  constructor(saved: readonly OutboxEntry[] = []) {
    this.#waiting = new Map(
      saved.map(({ message, receivers }) => [message.id, { message: withKind(message), receivers }]),
    );
  }

  /** Oldest first. */
  get all(): readonly OutboxEntry[] {
    return [...this.#waiting.values()];
  }

  /** Keeps a message until all its receivers have taken it. */
  add({ id, type, timestamp, data }: AlertMessage): void {
    const { receivers = [] } = data;
    if (receivers.length === 0) return;
    this.#waiting.set(id, {
      message: withKind({ id, type, timestamp, data } as AlertMessage),
      receivers: [...receivers],
    });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MAX_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
  }

  /** Folds what has become of a message. */
  settle({ type, data }: CrowsnestEvent): void {
    if (type !== 'alert:sent' && type !== 'alert:undelivered') return;
    const entry = this.#waiting.get(data.alert);
    if (!entry) return;
    entry.receivers = entry.receivers.filter((name) => name !== data.receiver);
    if (entry.receivers.length === 0) this.#waiting.delete(data.alert);
  }
}

function withKind(message: AlertMessage): AlertMessage {
  return { ...message, data: withSubjectKind(message.data) } as AlertMessage;
}
