import type { CallEnd } from '../call-end.ts';

/** The minimum share of its column for each degree of darkness of a cell. */
const SHARES = [0, 0.1, 0.3, 0.6] as const;
/** Number of latency classes in the heatmap of a table row. */
const ROW_CLASSES = 6;
/** Minimum ratio of the slowest to the fastest latency of a scale, so that small changes look small. */
const LEAST_RATIO = 10;
/** Shorter latencies are not distinguished, in milliseconds. */
const LEAST_MS = 0.1;

/** The time steps of a heatmap: `first` ≤ step < `end`. */
export interface HeatSteps {
  first: number;
  end: number;
  stepMs: number;
}

/** The logarithmic scale of a heatmap in milliseconds, from the lowest row to the highest. */
export interface HeatScale {
  from: number;
  to: number;
}

/** Successful calls by time step and latency class. */
export interface LatencyHeat {
  columns: number;
  classes: number;
  /** Null without calls. */
  scale: HeatScale | null;
  /** The cells of each degree of darkness, as an SVG path in which a cell has the size 1. */
  paths: readonly string[];
  /** Median latency of the first and the last third of the calls; null with fewer than three calls. */
  medians: { first: number; last: number } | null;
}

/** Draws the calls of one tool on a scale of its own. `ends` are in chronological order; failures are left out. */
export function heatOf(
  ends: readonly CallEnd[],
  { first, end, stepMs }: HeatSteps,
  classes = ROW_CLASSES,
): LatencyHeat {
  const columns = end - first;
  const done = ends
    .map(({ at, durationMs, failure }) => ({ column: Math.floor(at / stepMs) - first, durationMs, failure }))
    .filter(({ column, failure }) => !failure && column >= 0 && column < columns);
  const durations = done.map(({ durationMs }) => durationMs);
  const scale = scaleOf(durations);
  if (!scale) return { columns, classes, scale, paths: SHARES.map(() => ''), medians: null };
  const cells = new Uint32Array(columns * classes);
  const totals = new Uint32Array(columns);
  for (const { column, durationMs } of done) {
    const cell = column * classes + classOf(durationMs, scale, classes);
    cells[cell] = (cells[cell] ?? 0) + 1;
    totals[column] = (totals[column] ?? 0) + 1;
  }
  return { columns, classes, scale, paths: pathsOf(cells, totals, classes), medians: mediansOf(durations) };
}

/** Returns the class of a latency, the fastest first. */
export function classOf(durationMs: number, { from, to }: HeatScale, classes: number): number {
  const place = Math.log(Math.max(durationMs, LEAST_MS) / from) / Math.log(to / from);
  return Math.min(classes - 1, Math.max(0, Math.floor(place * classes)));
}

/** Returns a scale that includes all latencies. */
function scaleOf(durations: readonly number[]): HeatScale | null {
  if (durations.length === 0) return null;
  const [fastest, slowest] = durations.reduce(
    ([least, most], ms) => [Math.min(least, ms), Math.max(most, ms)],
    [Infinity, 0],
  );
  const from = Math.max(LEAST_MS, fastest);
  const to = Math.max(from, slowest);
  const room = Math.max(1, LEAST_RATIO / (to / from)) ** 0.5;
  return { from: from / room, to: to * room };
}

function pathsOf(cells: Uint32Array, totals: Uint32Array, classes: number): string[] {
  const paths = SHARES.map(() => '');
  for (const [index, count] of cells.entries()) {
    if (count === 0) continue;
    const column = Math.floor(index / classes);
    const share = count / (totals[column] ?? count);
    const degree = SHARES.findLastIndex((least) => share >= least);
    // A narrow gap separates the cells.
    paths[degree] += `M${column}.06 ${classes - 1 - (index % classes)}.06h.88v.88h-.88z`;
  }
  return paths;
}

function mediansOf(durations: readonly number[]): LatencyHeat['medians'] {
  const third = Math.floor(durations.length / 3);
  const first = medianOf(durations.slice(0, third));
  const last = third > 0 ? medianOf(durations.slice(-third)) : null;
  return first === null || last === null ? null : { first, last };
}

function medianOf(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
