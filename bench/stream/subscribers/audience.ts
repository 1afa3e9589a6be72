import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { connect as connectTo, type Socket } from 'node:net';
import { microseconds, stampedNumber, stampedTime } from '../stamp.ts';
import { EventConnection, type StreamTarget } from './event-connection.ts';
import { StampScanner } from './stamp-scanner.ts';

/** What the subscribers have received since the last `expect`. */
export interface Reception {
  deliveries: number;
  /** Events that a subscriber did not receive: skipped, or still missing at the end. */
  gaps: number;
  /** Events that came twice, or after a later one. */
  doubles: number;
  p50Ms: number;
  p99Ms: number;
  /** Seconds from `expect` until the last subscriber had everything. */
  seconds: number;
}

interface Member {
  connection: EventConnection;
  next: number;
  stalled: boolean;
}

/** Subscribers connect in waves of this size, within the backlog of any server. */
const WAVE = 50;
/** Beyond a few, only one subscriber in this many measures the delay, because reading clocks has a cost too. */
const TIMED_OF_MANY = 20;

/** The subscribers of one server. Each checks order, gaps and duplicates. */
export class Audience {
  readonly #members: Member[] = [];
  #control: Socket | undefined;
  #delays: RecordableHistogram = createHistogram();
  #counts = { deliveries: 0, gaps: 0, doubles: 0 };
  #begun = 0;
  #now = 0;
  /** Number of subscribers that have passed a number that all of them must reach. */
  readonly #passed = new Map<number, number>();
  #first = 0;
  #every = 0;
  #awaited = 0;

  async connect(target: StreamTarget, controlPort: number, count: number): Promise<void> {
    this.#control ??= connectTo(controlPort, '127.0.0.1').setNoDelay(true);
    for (let left = count; left > 0; left -= WAVE)
      await Promise.all(Array.from({ length: Math.min(WAVE, left) }, () => this.#join(target)));
  }

  /** Makes the last `count` subscribers stop reading. */
  stall(count: number): void {
    for (const member of this.#members.slice(-count)) {
      member.stalled = true;
      member.connection.stall();
    }
  }

  /**
   * The next event has the number `next`. Whenever all subscribers have `every` more events, the server is notified.
   */
  expect(next: number, every: number): void {
    for (const member of this.#members) member.next = next;
    this.#first = next;
    this.#every = every;
    this.#awaited = this.#members.filter(({ stalled }) => !stalled).length;
    this.#passed.clear();
    this.#counts = { deliveries: 0, gaps: 0, doubles: 0 };
    this.#delays = createHistogram();
    this.#begun = performance.now();
  }

  /** Resolves once every subscriber has all events before `end`, or after `patienceMs` milliseconds. */
  async settle(end: number, patienceMs: number): Promise<Reception> {
    const givenUp = performance.now() + patienceMs;
    const awaited = this.#members.filter(({ stalled }) => !stalled);
    while (performance.now() < givenUp && awaited.some(({ next }) => next < end))
      await new Promise((resolve) => setTimeout(resolve, 2));
    const seconds = (performance.now() - this.#begun) / 1_000;
    const missing = awaited.reduce((sum, { next }) => sum + Math.max(0, end - next), 0);
    const [p50Ms = 0, p99Ms = 0] = [50, 99].map((rank) => this.#delays.percentile(rank) / 1_000);
    return { ...this.#counts, gaps: this.#counts.gaps + missing, p50Ms, p99Ms, seconds };
  }

  close(): void {
    for (const { connection } of this.#members) connection.close();
    this.#members.length = 0;
  }

  async #join(target: StreamTarget): Promise<void> {
    const timed = this.#members.length < 100 || this.#members.length % TIMED_OF_MANY === 0;
    const scanner = new StampScanner((bytes, at) => this.#take(member, bytes, at, timed));
    const connection = new EventConnection(target, (bytes) => {
      if (timed) this.#now = microseconds();
      scanner.scan(bytes);
    });
    const member: Member = { connection, next: 0, stalled: false };
    this.#members.push(member);
    await connection.ready;
  }

  #take(member: Member, bytes: Buffer, at: number, timed: boolean): void {
    if (member.stalled) return;
    const number = stampedNumber(bytes, at);
    if (number < member.next) {
      this.#counts.doubles += 1;
      return;
    }
    this.#counts.gaps += number - member.next;
    this.#counts.deliveries += 1;
    member.next = number + 1;
    if (timed) this.#delays.record(Math.max(1, this.#now - stampedTime(bytes, at)));
    if (this.#every > 0 && (member.next - this.#first) % this.#every === 0) this.#acknowledge(member.next);
  }

  #acknowledge(number: number): void {
    const passed = (this.#passed.get(number) ?? 0) + 1;
    if (passed < this.#awaited) this.#passed.set(number, passed);
    else {
      this.#passed.delete(number);
      this.#control?.write(`${number}\n`);
    }
  }
}
