/** What a key does on a chart. */
export type StepMove =
  | { kind: 'read'; index: number; anchor: number | null }
  | { kind: 'choose'; first: number; last: number }
  | { kind: 'leave' };

/** Number of steps that Page Up and Page Down go. */
const PAGE = 10;

/** Walks over the steps of a chart with the keys of a slider. With Shift the steps walked over are marked. */
export class StepWalk {
  #anchor: number | null = null;

  /** `count` returns the number of steps. */
  constructor(private readonly count: () => number) {}

  /** What a key does while a step is read, or none (null); undefined for a key that does nothing here. */
  press({ key, shiftKey }: KeyboardEvent, index: number | null): StepMove | undefined {
    const last = this.count() - 1;
    if (last < 0) return undefined;
    if (key === 'Escape') return index === null ? undefined : { kind: 'leave' };
    if (key === 'Enter') return index === null ? undefined : this.#chosen(index);
    const next = targetOf(key, index, last);
    if (next === undefined) return undefined;
    this.#anchor = shiftKey ? (this.#anchor ?? index ?? next) : null;
    return { kind: 'read', index: next, anchor: this.#anchor };
  }

  leave(): void {
    this.#anchor = null;
  }

  #chosen(index: number): StepMove {
    const anchor = this.#anchor ?? index;
    return { kind: 'choose', first: Math.min(anchor, index), last: Math.max(anchor, index) };
  }
}

function targetOf(key: string, index: number | null, last: number): number | undefined {
  const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: PAGE, PageDown: -PAGE }[key];
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (by === undefined) return undefined;
  return index === null ? last : Math.min(last, Math.max(0, index + by));
}
