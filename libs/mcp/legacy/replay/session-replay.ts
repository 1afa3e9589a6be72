import { randomBytes } from 'node:crypto';
import type { Keeper, ReplayBudget } from './replay-budget.ts';
import type { ReplayLimits } from './replay-limits.ts';

/** A sent message: its event id and its JSON. */
export interface SentMessage {
  eventId: string;
  json: string;
}

interface Kept extends SentMessage {
  streamId: string;
  kind: 'begin' | 'message' | 'answer' | 'cancelled';
  bytes: number;
}

/**
 * The last messages of one session, for an agent that resumes a stream with `Last-Event-ID`. The oldest messages of
 * all streams are dropped first, so that everything after a known id is complete. The ids are not valid in another
 * session.
 */
export class SessionReplay implements Keeper {
  readonly #prefix = randomBytes(6).toString('base64url');
  readonly #kept: Kept[] = [];
  #bytes = 0;
  #count = 0;
  #isReleased = false;
  #lastKept = 0;

  constructor(
    private readonly limits: Pick<Required<ReplayLimits>, 'maxMessages' | 'maxBytes'>,
    private readonly budget: ReplayBudget,
    private readonly tenantId: string,
  ) {}

  get lastKept(): number {
    return this.#lastKept;
  }

  /** Records the begin of a stream: an event without a message, from which a client can resume. */
  begin(streamId: string): string {
    return this.#keep(streamId, '', 'begin');
  }

  /** Keeps a message of a stream, and returns its event id. */
  keep(streamId: string, json: string, isAnswer: boolean): string {
    return this.#keep(streamId, json, isAnswer ? 'answer' : 'message');
  }

  /** Ends a stream whose last request was cancelled. Nothing follows, so it cannot be resumed. */
  end(streamId: string): void {
    const own = this.#kept.filter((kept) => kept.streamId === streamId);
    const answer = own.findLast(({ kind }) => kind === 'answer');
    for (const kept of own) if (!answer) kept.kind = 'cancelled';
  }

  /** The messages that follow an event on its stream, in order; undefined when the event is not, or no longer, kept. */
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
   * Tells what follows an event: more of the stream; nothing, because the agent has seen the last answer (SDK v1's
   * client asks again after a JSON-RPC error); or unknown, because the event is not kept.
   */
  standingOf(eventId: string): 'resumable' | 'spent' | 'unknown' {
    const seen = this.#kept.find((kept) => kept.eventId === eventId);
    if (!seen) return 'unknown';
    if (seen.kind === 'cancelled') return 'spent';
    const last = this.#kept.findLast(({ streamId }) => streamId === seen.streamId);
    return seen === last && seen.kind === 'answer' ? 'spent' : 'resumable';
  }

  /** Frees everything when the session ends. */
  release(): void {
    this.#isReleased = true;
    this.forget();
    this.budget.leave(this.tenantId, this);
  }

  forget(): void {
    this.budget.subtract(this.tenantId, this.#bytes);
    this.#bytes = 0;
    this.#kept.length = 0;
  }

  #keep(streamId: string, json: string, kind: Kept['kind']): string {
    this.#count += 1;
    const eventId = `${this.#prefix}.${this.#count}`;
    // The answer arrives after the end of its session.
    if (this.#isReleased) return eventId;
    const bytes = Buffer.byteLength(json);
    this.#kept.push({ eventId, streamId, kind, json, bytes });
    this.#bytes += bytes;
    this.#lastKept = this.budget.add(this.tenantId, this, bytes);
    while (this.#isFull()) this.#dropOldest();
    this.budget.makeRoom(this.tenantId);
    return eventId;
  }

  #isFull(): boolean {
    return this.#kept.length > this.limits.maxMessages || this.#bytes > this.limits.maxBytes;
  }

  #dropOldest(): void {
    const oldest = this.#kept.shift();
    if (!oldest) return;
    this.#bytes -= oldest.bytes;
    this.budget.subtract(this.tenantId, oldest.bytes);
  }
}
