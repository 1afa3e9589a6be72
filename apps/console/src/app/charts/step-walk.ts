/** The effect of a key on a chart. */
export type StepMove =
  | { kind: 'read'; index: number; anchor: number | null }
  | { kind: 'choose'; first: number; last: number }
  | { kind: 'leave' };

/** Number of steps that Page Up and Page Down move. */
const PAGE = 10;

/** Moves over the steps of a chart with the keys of a slider. With Shift it selects them. */
export class StepWalk {
  #anchor: number | null = null;

  /** `count` returns the current number of steps. */
  constructor(private readonly count: () => number) {}

  /** Returns the effect of a key at a step, or at none (null); undefined for other keys. */
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
