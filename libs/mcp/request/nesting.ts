/** Maximum depth of a message. Code that reads a deeper one would run out of stack or block the thread. */
export const MAX_DEPTH = 256;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[` and `{` begin a level, `]` and `}` end one. */
const OPENING = [0x5b, 0x7b];
const CLOSING = [0x5d, 0x7d];

/**
 * Whether lists and objects are nested deeper than {@link MAX_DEPTH}. Counts the bytes of the JSON, because that is
 * faster than parsing half a million levels.
 */
export function isTooDeep(json: Uint8Array): boolean {
  // Every level takes at least two characters.
  if (json.length <= 2 * MAX_DEPTH) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0;
    if (byte === QUOTE) at = endOfText(json, at);
    else if (byte === OPENING[0] || byte === OPENING[1]) depth += 1;
    else if (byte === CLOSING[0] || byte === CLOSING[1]) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** The position of the quote that ends a string, or the end of the JSON when there is none. */
function endOfText(json: Uint8Array, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === BACKSLASH) at += 1;
    else if (json[at] === QUOTE) return at;
  }
  return json.length;
}
