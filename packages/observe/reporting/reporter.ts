import { randomBytes } from 'node:crypto';
import type { CompleteOptions, Trouble } from '../options.ts';
import { backOffMs } from './back-off.ts';
import { deliver, type Delivery } from './delivery.ts';
import { EventBuffer, type WaitingEvent } from './event-buffer.ts';
import type { WireData, WireType } from './wire.ts';

/** Milliseconds that an event waits for others. */
const GATHER_MS = 250;
/** Milliseconds without a request after which an empty one is a sign of life: Crowsnest gives a source up after 60,000. */
const LIFE_SIGN_MS = 20_000;

/**
 * Sends events to Crowsnest: numbered, in batches, one request at a time, again until they are taken. Adding an event never
 * waits and never throws, and nothing here keeps a process alive.
 */
export class Reporter {
  /** Names this life of the process. */
  readonly source: string;
  readonly #buffer = new EventBuffer();
  readonly #told = new Set<Trouble['code']>();
  #seq = 0;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  /** When the next request is due, on the clock of `performance.now()`. */
  #dueAt = Infinity;
  #sending: Promise<void> | undefined;
  #isClosed = false;

  constructor(private readonly options: CompleteOptions) {
    const name = options.name.replace(/[^\w.-]+/g, '-').slice(0, 60);
    this.source = `${name}.${process.pid}.${randomBytes(4).toString('hex')}`;
  }

  /** Whether something new may begin. Tells once if not. */
  get hasRoom(): boolean {
    if (this.#buffer.hasRoom) return true;
    this.#tell('full', 'Too many events wait for Crowsnest. Calls that begin now are not observed.');
    return false;
  }

  /** Whether Crowsnest has not answered lately. */
  get isAway(): boolean {
    return this.#failures > 0;
  }

  /** Adds an event of a session. */
  add<T extends WireType>(type: T, sessionId: string, data: WireData[T]): void {
    if (this.#isClosed) return;
    this.#seq += 1;
    const timestamp = new Date().toISOString();
    const event = { seq: this.#seq, type, sessionId, timestamp, data };
    this.#buffer.add({ seq: this.#seq, json: JSON.stringify(event) });
    // After a failed attempt, and during one, the next request is due by itself.
    if (this.#failures === 0 && !this.#sending) this.#schedule(this.#buffer.isWorthSending ? 0 : GATHER_MS);
  }

  /** Sends what waits, for at most so many milliseconds. Keeps the process alive for that. Never rejects. */
  async flush(deadlineMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    // What has arrived while the process was busy is in time: timers come before what was received.
    const late = new Promise<void>(
      (resolve) => (timer = setTimeout(() => setImmediate(resolve), deadlineMs)),
    );
    await Promise.race([late, this.#sendAll()]);
    clearTimeout(timer);
  }

  /** Ends all sending. Later events are dropped. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** The body that has to be sent last, for a process that cannot wait; undefined if nothing waits. */
  lastBody(): string | undefined {
    return this.#buffer.size === 0 ? undefined : this.#bodyOf(this.#buffer.nextBatch());
  }

  async #sendAll(): Promise<void> {
    do await this.#send();
    while (this.#buffer.size > 0 && this.#failures === 0);
  }

  #send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#dueAt = Infinity;
    this.#sending ??= this.#sendBatch().finally(() => (this.#sending = undefined));
    return this.#sending;
  }

  async #sendBatch(): Promise<void> {
    const batch = this.#buffer.nextBatch();
    const delivery = await deliver(this.options, this.#bodyOf(batch));
    const pauseMs = this.#settle(batch, delivery);
    if (!this.#isClosed) this.#schedule(pauseMs);
  }

  /** Returns the milliseconds until the next request. */
  #settle(batch: readonly WaitingEvent[], delivery: Delivery): number {
    if (delivery.outcome === 'later') {
      this.#failures += 1;
      this.#tell(delivery.isAway ? 'unreachable' : 'refused', `Events wait: ${delivery.message}`);
      return Math.max(backOffMs(this.#failures), delivery.retryAfterMs ?? 0);
    }
    this.#failures = 0;
    this.#told.delete('unreachable');
    this.#told.delete('full');
    this.#buffer.drop(batch.length);
    if (delivery.outcome === 'unreadable') this.#tell('rejected', `Events were refused: ${delivery.message}`);
    else if (delivery.rejected[0])
      this.#tell('rejected', `An event was rejected: ${delivery.rejected[0].message}`);
    return this.#buffer.size === 0 ? LIFE_SIGN_MS : this.#buffer.isWorthSending ? 0 : GATHER_MS;
  }

  #bodyOf(batch: readonly WaitingEvent[]): string {
    const events = batch.map(({ json }) => json).join(',');
    return `{"source":${JSON.stringify(this.source)},"events":[${events}]}`;
  }

  /** Sends in so many milliseconds, or as soon as it is due already. */
  #schedule(ms: number): void {
    const at = performance.now() + ms;
    if (at >= this.#dueAt) return;
    this.#dueAt = at;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), ms).unref();
  }

  #tell(code: Trouble['code'], message: string): void {
    if (this.#told.has(code)) return;
    this.#told.add(code);
    this.options.onTrouble({ code, message });
  }
}
