const whole = new Intl.NumberFormat();
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

/** A count with the locale's grouping. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** A count that fits a card: from ten million on in short form. */
export function formatBigCount(count: number): string {
  return count < 10_000_000 ? whole.format(count) : compact.format(count);
}

/** `part` of `total` in per cent; nothing of nothing is 0 %. */
export function formatShare(part: number, total: number): string {
  return percent.format(total === 0 ? 0 : part / total);
}
