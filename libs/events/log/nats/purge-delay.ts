/**
 * Milliseconds for which a message stays in the stream that retention has dropped. An instance that lost an acknowledgement
 * looks there whether its message was stored. One that is away for longer was given up, and is refused.
 */
export const KEPT_MS = 30_000;
/** Milliseconds between two notes: there are few at a time. */
const NOTE_MS = 1_000;

/** Where the log began at a time. */
interface Note {
  /** The oldest message that was needed. */
  sequence: number;
  /** On the clock of `performance.now()`. */
  at: number;
}

/** Says which messages may be purged: those that have not been needed for a while, by the clock of this process alone. */
export class PurgeDelay {
  #notes: Note[] = [];

  /** Notes the oldest message that is needed now, and returns the oldest one that must stay; 0 for all. */
  oldestToKeep(sequence: number, now: number): number {
    const last = this.#notes.at(-1);
    if (!last || now - last.at >= NOTE_MS) this.#notes.push({ sequence, at: now });
    const old = this.#notes.findLastIndex(({ at }) => now - at >= KEPT_MS);
    if (old > 0) this.#notes = this.#notes.slice(old);
    return old < 0 ? 0 : (this.#notes[0]?.sequence ?? 0);
  }

  /** Forgets it: the stream is another one. */
  forget(): void {
    this.#notes = [];
  }
}
