/** An instance and the count of its signs of life; undefined when the broker has none of it. */
export type Sign = readonly [instance: string, beats: number | undefined];

/** Milliseconds without a sign of life after which an instance counts as lost. */
export const SILENT_MS = 9_000;
/** Milliseconds between two looks after which this process may have missed signs: it was paused, or the broker away. */
const BLIND_MS = 6_000;

interface Heard {
  beats: number | undefined;
  /** When the count was seen to change last. */
  at: number;
}

/**
 * Finds the instances that are silent. It compares counts, and measures time with the clock of this process only, so
 * the clocks of hosts and brokers do not matter. Times are those of `performance.now()`.
 */
export class SilentInstances {
  #heard = new Map<string, Heard>();
  #lastLook = -Infinity;

  /** Returns the instances that have been silent for too long. */
  look(signs: readonly Sign[], now: number): string[] {
    const wasBlind = now - this.#lastLook > BLIND_MS;
    this.#lastLook = now;
    this.#heard = new Map(
      signs.map(([instance, beats]) => {
        const before = this.#heard.get(instance);
        const isSilent = !wasBlind && before !== undefined && before.beats === beats;
        return [instance, { beats, at: isSilent ? before.at : now }];
      }),
    );
    return [...this.#heard].filter(([, { at }]) => now - at >= SILENT_MS).map(([instance]) => instance);
  }
}
