import type { CrowsnestEvent, HelloFrame } from '#contract';
import { EventStream } from '../server/event-stream.ts';
import type { Random } from '../environment/random.ts';

/** A subscriber whose connection is cut repeatedly, and who resumes each time. */
export class CutSubscriber {
  readonly events: CrowsnestEvent[] = [];
  readonly hellos: HelloFrame[] = [];
  gaps = 0;
  #stream: EventStream | undefined;

  constructor(
    private readonly origin: string,
    private readonly random: Random,
  ) {}

  get firstHello(): HelloFrame {
    const [first] = this.hellos;
    if (!first) throw new Error('It has not been connected yet');
    return first;
  }

  async open(): Promise<void> {
    const lastEventId = this.events.at(-1)?.id ?? this.hellos[0]?.stats.asOf;
    this.#stream = await EventStream.open(this.origin, { lastEventId });
    this.hellos.push(this.#stream.hello);
  }

  /** Reads until the work is done, and cuts the connection after every few events. */
  async follow(work: Promise<unknown>): Promise<void> {
    let isOver = false;
    const over = work.then(() => (isOver = true));
    while (!isOver) {
      const few = this.#few();
      await Promise.race([this.#opened.until(() => this.#opened.events.length >= few, 60_000), over]);
      await this.#resumeAfter(few);
    }
  }

  /** Reads up to an event with as many cuts, and disconnects. */
  async readTo(id: string): Promise<void> {
    while (this.events.at(-1)?.id !== id) {
      const few = this.#few();
      const isThere = (): boolean => this.#opened.events.length >= few || this.#opened.lastEventId === id;
      await this.#opened.until(isThere);
      await this.#resumeAfter(few);
    }
    this.#opened.cut();
  }

  #few(): number {
    return 1 + this.random.below(60);
  }

  /** Cuts the connection after so many events: what has come beyond that has not arrived, however fast the server is. */
  async #resumeAfter(few: number): Promise<void> {
    this.#opened.cut();
    this.events.push(...this.#opened.events.slice(0, few));
    this.gaps += this.#opened.gaps.length;
    await this.open();
  }

  get #opened(): EventStream {
    if (!this.#stream) throw new Error('There is no stream yet');
    return this.#stream;
  }
}
