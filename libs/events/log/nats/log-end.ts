import type { EventId } from '#contract';
import type { StoredBatch } from './stored-batch.ts';

/** Where the next message goes. */
export interface EndPosition {
  /** The sequence of the last message. */
  sequence: number;
  /** The first part of the ids of that message. That of the next message is not lower. */
  major: number;
  /** The id of the last event. */
  last: EventId;
}

/** The end of the stream as far as this process knows. It learns of it by what it appends and reads back. */
export class LogEnd {
  #position: EndPosition | undefined;
  #moved = Promise.withResolvers<void>();

  /** Undefined until the process has looked at the stream. */
  get position(): EndPosition | undefined {
    return this.#position;
  }

  /** Notes a message. Messages may become known out of order. */
  saw({ sequence, major, last }: Pick<StoredBatch, keyof EndPosition>): void {
    if (this.#position && sequence <= this.#position.sequence) return;
    this.#position = { sequence, major, last };
    this.#moved.resolve();
    this.#moved = Promise.withResolvers();
  }

  /** Waits until a sequence was seen, at most for some milliseconds; resolves with whether it was. */
  async reaches(sequence: number, ms: number): Promise<boolean> {
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => resolve('late'), ms);
    try {
      while ((this.#position?.sequence ?? 0) < sequence)
        if ((await Promise.race([this.#moved.promise, late])) === 'late') return false;
      return true;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Forgets it: the stream is another one. */
  forget(): void {
    this.#position = undefined;
  }
}
