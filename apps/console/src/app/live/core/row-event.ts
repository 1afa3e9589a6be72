import { withoutPayload, type CrowsnestEvent } from '#contract';

/** Texts of a row are cut to this many characters. */
const LONGEST_TEXT = 1_000;

/**
 * Returns an event with the data of a feed row: without payload, and with long texts cut. Returns the same object if it
 * is small.
 */
export function rowEventOf(event: CrowsnestEvent): CrowsnestEvent {
  const row = withoutPayload(event);
  const data = Object.entries(row.data);
  if (!data.some(([, value]) => isLong(value))) return row;
  const cut = data.map(([key, value]): [string, unknown] => [key, isLong(value) ? shorten(value) : value]);
  return { ...row, data: Object.fromEntries(cut) } as unknown as CrowsnestEvent;
}

function isLong(value: unknown): value is string {
  return typeof value === 'string' && value.length > LONGEST_TEXT;
}

// Avoids splitting a surrogate pair.
function shorten(text: string): string {
  return `${text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
