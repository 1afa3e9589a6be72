const whole = new Intl.NumberFormat();
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

/** Formats a count with the separators of the locale. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** Formats a count for a card, in compact notation from ten million on. */
export function formatBigCount(count: number): string {
  return count < 10_000_000 ? whole.format(count) : compact.format(count);
}

const tenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** Formats a rate, with one decimal below ten. */
export function formatRate(rate: number): string {
  return rate < 10 ? tenths.format(rate) : whole.format(Math.round(rate));
}

/** Formats `part` of `total` as a percentage; 0 % if `total` is 0. */
export function formatShare(part: number, total: number): string {
  return percent.format(total === 0 ? 0 : part / total);
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Formats a size in a suitable unit: `212 byte`, `1.2 kB`, `3.4 MB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** power);
}
