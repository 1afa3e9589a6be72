import { formatCount } from './numbers.ts';

/** Approximate number of bytes per token, the usual estimate for English and code. */
const BYTES_PER_TOKEN = 4;

/** Estimates the number of tokens in a text of this many bytes. */
export function tokensOf(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}

/** Formats the estimate: `310 tokens`, `1.1 k tokens`. */
export function formatTokens(bytes: number): string {
  const tokens = tokensOf(bytes);
  if (tokens < 1_000) return `${formatCount(tokens)} tokens`;
  const thousands = tokens / 1_000;
  return `${thousands < 10 ? Math.round(thousands * 10) / 10 : formatCount(Math.round(thousands))} k tokens`;
}
