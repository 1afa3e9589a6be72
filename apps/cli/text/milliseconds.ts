/** A duration, rounded to what people can use: `0.4 ms`, `42 ms`, `3.1 s`; `-` if it is not known. */
export function milliseconds(ms: number | null): string {
  if (ms === null) return '-';
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
