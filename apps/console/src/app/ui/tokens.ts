import { formatCount } from './numbers.ts';

/** How many bytes of JSON make a token, roughly: what people reckon with for English and code. */
const BYTES_PER_TOKEN = 4;

/** An estimate of the tokens that a text of this many bytes costs whoever reads it. */
export function tokensOf(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}

/** The estimate as people read it: `310 tokens`, `1.1 k tokens`. */
export function formatTokens(bytes: number): string {
  const tokens = tokensOf(bytes);
  if (tokens < 1_000) return `${formatCount(tokens)} tokens`;
  const thousands = tokens / 1_000;
  return `${thousands < 10 ? Math.round(thousands * 10) / 10 : formatCount(Math.round(thousands))} k tokens`;
}

/** A size: `310 B`, `1.2 KB`, `3.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${formatCount(Math.round(bytes))} B`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'KB'] : [bytes / 1_000_000, 'MB'];
  return `${value < 10 ? Math.round(value * 10) / 10 : formatCount(Math.round(value))} ${unit}`;
}
