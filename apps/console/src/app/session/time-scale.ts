import type { TimeSpan } from '../live/replay-state.ts';

/** Folded idle time: its span, and its position and width as shares of the scale. */
export interface FoldedTime extends TimeSpan {
  at: number;
  width: number;
}

/** A mark on the time axis. `at` is its position, from 0 to 1. */
export interface Tick {
  time: number;
  at: number;
}

/** The width of a fold, and the maximum width of all folds, as shares of the scale. */
const FOLD_WIDTH = 0.03;
const FOLDS_WIDTH = 0.4;
/**
 * Idle time is folded if it takes more than this share of the remaining time and is longer than a quarter of a second.
 */
const LARGE_SHARE = 0.03;
const LEAST_MS = 250;
const STEPS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000].concat(
  [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1_440].map((minutes) => minutes * 60_000),
);

/** Maps times to positions. Long idle times are folded. */
export class TimeScale {
  readonly folds: readonly FoldedTime[];
  readonly #from: number;
  readonly #to: number;
  /** The shares of the scale for a millisecond that is not folded, and for a fold. */
  readonly #perMs: number;
  readonly #foldWidth: number;

  /** `spans` are the busy times; at least one. */
  constructor(spans: readonly TimeSpan[]) {
    const busy = merged(spans);
    this.#from = busy[0]?.from ?? 0;
    this.#to = Math.max(busy.at(-1)?.to ?? 0, this.#from + 1);
    const folded = foldsOf(busy, this.#to - this.#from);
    const left = this.#to - this.#from - sum(folded);
    this.#foldWidth = Math.min(FOLD_WIDTH, FOLDS_WIDTH / folded.length);
    this.#perMs = (1 - folded.length * this.#foldWidth) / Math.max(1, left);
    this.folds = this.#placed(folded);
  }

  /** Returns the position of a time, from 0 to 1. */
  at(time: number): number {
    let place = (Math.min(Math.max(time, this.#from), this.#to) - this.#from) * this.#perMs;
    for (const fold of this.folds) {
      if (time <= fold.from) break;
      const share = Math.min(1, (time - fold.from) / (fold.to - fold.from));
      place += share * this.#foldWidth - (Math.min(time, fold.to) - fold.from) * this.#perMs;
    }
    return Math.min(1, Math.max(0, place));
  }

  /**
   * Returns marks at round times outside of folds. `room` is the minimum distance of two marks, as a share of the
   * scale.
   */
  ticks(room: number): Tick[] {
    const wanted = room / this.#perMs;
    const step = STEPS_MS.find((ms) => ms >= wanted) ?? Math.ceil(wanted / 86_400_000) * 86_400_000;
    const ticks: Tick[] = [{ time: this.#from, at: 0 }];
    for (const { from, to } of this.#unfolded()) {
      for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
        const at = this.at(time);
        if (at - (ticks.at(-1)?.at ?? 0) >= room && at <= 1 - room) ticks.push({ time, at });
      }
    }
    return ticks;
  }

  #unfolded(): TimeSpan[] {
    const starts = [this.#from, ...this.folds.map(({ to }) => to)];
    const ends = [...this.folds.map(({ from }) => from), this.#to];
    return starts.map((from, at) => ({ from, to: ends[at] ?? this.#to }));
  }

  #placed(folded: readonly TimeSpan[]): FoldedTime[] {
    let before = 0;
    return folded.map(({ from, to }, index) => {
      const at = (from - this.#from - before) * this.#perMs + index * this.#foldWidth;
      before += to - from;
      return { from, to, at, width: this.#foldWidth };
    });
  }
}

/** Returns the spans in order, with overlapping ones merged. */
export function merged(spans: readonly TimeSpan[]): TimeSpan[] {
  const busy: TimeSpan[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = busy.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else busy.push({ from, to });
  }
  return busy;
}

/** Returns the idle times to fold, in order: the longest ones, while each is a large share of the remaining time. */
function foldsOf(busy: readonly TimeSpan[], total: number): TimeSpan[] {
  const idle = busy.slice(1).map(({ from: to }, at) => ({ from: busy[at]?.to ?? to, to }));
  const folded: TimeSpan[] = [];
  let left = total;
  for (const span of idle.toSorted((a, b) => b.to - b.from - (a.to - a.from))) {
    const length = span.to - span.from;
    if (length < LEAST_MS || length < left * LARGE_SHARE) break;
    folded.push(span);
    left -= length;
  }
  return folded.toSorted((a, b) => a.from - b.from);
}

function sum(spans: readonly TimeSpan[]): number {
  return spans.reduce((total, { from, to }) => total + to - from, 0);
}
