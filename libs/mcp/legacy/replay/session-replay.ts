import { randomBytes } from 'node:crypto';
import type { ReplayLimits } from './replay-limits.ts';

/** A message as it was sent: its event id, and its JSON. */
export interface SentMessage {
  eventId: string;
  json: string;
}

interface Kept extends SentMessage {
  streamId: string;
  kind: 'begin' | 'message' | 'answer';
  bytes: number;
}

/** The bytes that all sessions keep together. */
export interface ReplayUsage {
  bytes: number;
}

/**
 * The last messages of one session, for an agent that resumes a stream by `Last-Event-ID`. The oldest are
 * dropped first, whatever their stream: where an id is still known, everything after it is there. Its ids
 * mean nothing to another session.
 */
export class SessionReplay {
  readonly #prefix = randomBytes(6).toString('base64url');
  readonly #kept: Kept[] = [];
  #bytes = 0;
  #count = 0;
  #isReleased = false;

  constructor(
    private readonly limits: Required<ReplayLimits>,
    private readonly usage: ReplayUsage,
  ) {}

  /** Keeps the beginning of a stream: an event without a message, which a client can come back to. */
  begin(streamId: string): string {
    return this.#keep(streamId, '', 'begin');
  }

  /** Keeps a message of a stream; returns its event id. */
  keep(streamId: string, json: string, isAnswer: boolean): string {
    return this.#keep(streamId, json, isAnswer ? 'answer' : 'message');
  }

  /** What came after an event on its stream, in order; undefined when the event is not kept (any more). */
  after(lastEventId: string): { streamId: string; messages: SentMessage[] } | undefined {
    const position = this.#kept.findIndex(({ eventId }) => eventId === lastEventId);
    const last = this.#kept[position];
    if (!last) return undefined;
    const { streamId } = last;
    const messages = this.#kept
      .slice(position + 1)
      .filter((kept) => kept.streamId === streamId && kept.kind !== 'begin');
    return { streamId, messages };
  }

  /**
   * What an agent that comes back with an id can have: the rest of the stream; nothing, since it has seen
   * the last answer of its stream (SDK v1's client comes back for more when that was a JSON-RPC error); or
   * nothing that is known here.
   */
  standingOf(eventId: string): 'resumable' | 'spent' | 'unknown' {
    const seen = this.#kept.find((kept) => kept.eventId === eventId);
    if (!seen) return 'unknown';
    const last = this.#kept.findLast(({ streamId }) => streamId === seen.streamId);
    return seen === last && seen.kind === 'answer' ? 'spent' : 'resumable';
  }

  /** Frees everything: the session has ended. */
  release(): void {
    this.#isReleased = true;
    this.#account(-this.#bytes);
    this.#kept.length = 0;
  }

  #keep(streamId: string, json: string, kind: Kept['kind']): string {
    this.#count += 1;
    const eventId = `${this.#prefix}.${this.#count}`;
    // An answer that is late for its session.
    if (this.#isReleased) return eventId;
    const bytes = Buffer.byteLength(json);
    this.#kept.push({ eventId, streamId, kind, json, bytes });
    this.#account(bytes);
    while (this.#isFull()) this.#dropOldest();
    return eventId;
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
