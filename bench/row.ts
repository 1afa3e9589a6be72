/** A figure of the bench, and what it is held to. */
export interface RowSpec {
  name: string;
  unit: string;
  /** A comparison such as `>= 0.97`; without one the figure is reported and judged by nobody. */
  target?: `${'>=' | '<=' | '='} ${number}`;
}

/** A measured row, as `bench/results.json` holds it. */
export interface Row {
  name: string;
  value: number | null;
  unit: string;
  target: string | null;
  /** null where there is no target. A row that could not be measured has missed its target. */
  met: boolean | null;
}

/** Puts a figure beside its target. */
export function judge({ name, unit, target }: RowSpec, figure: number | undefined): Row {
  const value = figure === undefined || !Number.isFinite(figure) ? null : rounded(figure);
  return { name, value, unit, target: target ?? null, met: target ? isMet(target, value) : null };
}

function isMet(target: string, value: number | null): boolean {
  if (value === null) return false;
  const [comparison, text] = target.split(' ');
  const bound = Number(text);
  if (comparison === '>=') return value >= bound;
  return comparison === '<=' ? value <= bound : value === bound;
}

// Four significant digits: more would suggest a precision that no run has.
function rounded(figure: number): number {
  return Number.isInteger(figure) ? figure : Number(figure.toPrecision(4));
}
