import { randomBytes } from 'node:crypto';
import type { EventId, EventStore, JSONRPCMessage, StreamId } from '@modelcontextprotocol/server';
import type { ReplayLimits } from './replay-limits.ts';

interface KeptMessage {
  eventId: EventId;
  streamId: StreamId;
  message: JSONRPCMessage;
  bytes: number;
}

/** The bytes that all sessions keep together. */
export interface ReplayUsage {
  bytes: number;
}

/**
 * The last messages of one session, for an agent that resumes a stream by `Last-Event-ID`. The oldest are
 * dropped first, whatever their stream: where an id is still known, everything after it is there. Its ids
 * mean nothing to another session. It does not tell the SDK beforehand which stream an id is of: so an agent
 * takes over from its own connection where the server has not noticed yet that this one is lost.
 */
export class SessionReplay implements EventStore {
  readonly #prefix = randomBytes(6).toString('base64url');
  readonly #kept: KeptMessage[] = [];
  #bytes = 0;
  #count = 0;
  #isReleased = false;

  constructor(
    private readonly limits: Required<ReplayLimits>,
    private readonly usage: ReplayUsage,
  ) {}

  async storeEvent(streamId: StreamId, message: JSONRPCMessage): Promise<EventId> {
    this.#count += 1;
    const eventId = `${this.#prefix}.${this.#count}`;
    // An answer that is late for its session.
    if (this.#isReleased) return eventId;
    const bytes = Buffer.byteLength(JSON.stringify(message));
    this.#kept.push({ eventId, streamId, message, bytes });
    this.#account(bytes);
    while (this.#isFull()) this.#dropOldest();
    return eventId;
  }

  async replayEventsAfter(
    lastEventId: EventId,
    { send }: { send: (eventId: EventId, message: JSONRPCMessage) => Promise<void> },
  ): Promise<StreamId> {
    const position = this.#kept.findIndex(({ eventId }) => eventId === lastEventId);
    const last = this.#kept[position];
    if (!last) throw new Error(`Nothing is kept after ${lastEventId}`);
    for (const { eventId, streamId, message } of this.#kept.slice(position + 1))
      if (streamId === last.streamId && isMessage(message)) await send(eventId, message);
    return last.streamId;
  }

  /**
   * What an agent that comes back with an id can have: the rest of the stream; nothing, since it has seen
   * the last answer of its stream (SDK v1's client comes back for more when that was a JSON-RPC error); or
   * nothing that is known here.
   */
  standingOf(eventId: EventId): 'resumable' | 'spent' | 'unknown' {
    const seen = this.#kept.find((kept) => kept.eventId === eventId);
    if (!seen) return 'unknown';
    const last = this.#kept.findLast(({ streamId }) => streamId === seen.streamId);
    const isAnswer = 'result' in seen.message || 'error' in seen.message;
    return seen === last && isAnswer ? 'spent' : 'resumable';
  }

  /** Frees everything: the session has ended. */
  release(): void {
    this.#isReleased = true;
    this.#account(-this.#bytes);
    this.#kept.length = 0;
  }

  #isFull(): boolean {
    const { maxMessages, maxBytes, maxTotalBytes } = this.limits;
    if (this.#kept.length === 0) return false;
    return this.#kept.length > maxMessages || this.#bytes > maxBytes || this.usage.bytes > maxTotalBytes;
  }

  #dropOldest(): void {
    const oldest = this.#kept.shift();
    if (oldest) this.#account(-oldest.bytes);
  }

  #account(bytes: number): void {
    this.#bytes += bytes;
    this.usage.bytes += bytes;
  }
}

// A stream begins with an event that has an id and no message.
function isMessage(message: JSONRPCMessage): boolean {
  return 'jsonrpc' in message;
}
