/** A figure of the bench and its target. */
export interface RowSpec {
  name: string;
  unit: string;
  better: 'higher' | 'lower';
  /** The value that the figure has to reach. A row without a target is only reported. */
  target?: number;
  /** How to combine the samples: by their median, or by their sum in a row that counts faults. */
  figure?: 'median' | 'sum';
}

/** A measured row, as `bench/results.json` holds it. */
export interface Row {
  name: string;
  value: number | null;
  unit: string;
  target: string | null;
  /** null if there is no target. A row that could not be measured has missed its target. */
  met: boolean | null;
}

/** Compares the figure of a row with its target. */
export function judge(spec: RowSpec, samples: readonly number[] = []): Row {
  const { name, unit, better, target } = spec;
  const figure = figureOf(spec, samples);
  const value = Number.isFinite(figure) ? rounded(figure) : null;
  if (target === undefined) return { name, value, unit, target: null, met: null };
  const met = value !== null && (better === 'higher' ? value >= target : value <= target);
  return { name, value, unit, target: `${better === 'higher' ? '>=' : '<='} ${target}`, met };
}

/** The figure of a row; NaN without samples. */
export function figureOf({ figure }: RowSpec, samples: readonly number[]): number {
  if (samples.length === 0) return NaN;
  return figure === 'sum' ? samples.reduce((sum, sample) => sum + sample, 0) : median(samples);
}

/** The median; NaN for no figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

// Four significant digits: more would suggest a precision that no run has.
export function rounded(figure: number): number {
  return Number.isInteger(figure) ? figure : Number(figure.toPrecision(4));
}
