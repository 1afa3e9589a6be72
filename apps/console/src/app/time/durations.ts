const milliseconds = new Intl.NumberFormat(undefined, {
  style: 'unit',
  unit: 'millisecond',
  unitDisplay: 'short',
  maximumFractionDigits: 0,
});

function seconds(digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(undefined, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
const fine = seconds(2);
const coarse = seconds(1);

/** Formats a measured duration: `0.4 ms`, `123 ms`, `1.25 s`, `12.3 s`, `2 m 05 s`, `3 h 07 m`. */
export function formatDuration(ms: number): string {
  if (ms < 0.95) return ms <= 0 ? milliseconds.format(0) : `${coarse.format(Math.max(0.1, ms))} ms`;
  if (ms < 999.5) return milliseconds.format(ms);
  if (ms < 9_995) return `${fine.format(ms / 1000)} s`;
  if (ms < 59_950) return `${coarse.format(ms / 1000)} s`;
  return formatSpan(Math.round(ms / 1000) * 1000);
}

/** Formats a running duration with one decimal: `0.7 s`, `12.3 s`, `2 m 05 s`. */
export function formatRunning(ms: number): string {
  return ms < 59_950
    ? `${coarse.format(Math.max(0, ms) / 1000)} s`
    : formatSpan(Math.round(ms / 1000) * 1000);
}

/** Formats a span in whole seconds or coarser: `8 s`, `2 m 05 s`, `3 h 07 m`, `4 d 2 h`. */
export function formatSpan(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const [days, hours, minutes, secs] = [
    Math.floor(total / 86_400),
    Math.floor(total / 3600) % 24,
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${twoDigits(minutes)} m`;
  return minutes > 0 ? `${minutes} m ${twoDigits(secs)} s` : `${secs} s`;
}

/** Formats a percentile, or a dash if nothing was measured. */
export function formatLatency(ms: number | null): string {
  return ms === null ? '–' : formatDuration(ms);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
