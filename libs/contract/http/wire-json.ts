/** Characters that JSON allows in texts, and that many readers of lines take for the end of one. */
const ESCAPES = [
  ['\u0085', '\\u0085'],
  ['\u2028', '\\u2028'],
  ['\u2029', '\\u2029'],
] as const;

/**
 * JSON as it goes over the wire and into the log: without a character that a reader of lines could take for the end of
 * one. Throws when the value has no JSON.
 */
export function wireJson(value: unknown): string {
  return withoutLineEnds(JSON.stringify(value));
}

/** The same JSON with U+0085, U+2028 and U+2029 escaped: they stand in texts alone. */
export function withoutLineEnds(json: string): string {
  let escaped = json;
  // Most texts have none of them. One that somebody made to do harm has a million, for which this is the fastest way.
  for (const [end, escape] of ESCAPES) if (escaped.includes(end)) escaped = escaped.split(end).join(escape);
  return escaped;
}
