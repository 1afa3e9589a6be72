const UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** A span in the form of the configuration file: `90s`, `5m`, `1h`. */
export function spanText(ms: number): string {
  const [unit, length] = UNITS.find(([, length]) => ms > 0 && ms % length === 0) ?? ['ms', 1];
  return `${ms / length}${unit}`;
}
