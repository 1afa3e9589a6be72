/** Characters that JSON allows in texts, and that many readers of lines take for the end of one. */
const LINE_ENDS = ['\u0085', '\u2028', '\u2029'];

const EVERY_LINE_END = /[\u0085\u2028\u2029]/g;

/**
 * JSON as it goes over the wire and into the log: without a character that a reader of lines could take for the end of
 * one. Throws when the value has no JSON.
 */
export function wireJson(value: unknown): string {
  return withoutLineEnds(JSON.stringify(value));
}

/** The same JSON with U+0085, U+2028 and U+2029 escaped: they stand in texts alone. */
export function withoutLineEnds(json: string): string {
  // Searched for one by one: in a text of Latin-1, as most are, this takes next to no time.
  return LINE_ENDS.some((end) => json.includes(end)) ? json.replace(EVERY_LINE_END, escaped) : json;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
