/** The position of a JSON value in a text: `[start, end)`. */
export interface JsonSlice {
  start: number;
  end: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/**
 * Finds a member by its path of keys. The text must be valid JSON. Of equal keys the last one counts, as in
 * `JSON.parse`. Returns undefined when the member does not exist.
 *
 * All offsets count UTF-16 units. In a text that was decoded as latin1 they are offsets in bytes.
 */
export function findMember(text: string, path: readonly string[]): JsonSlice | undefined {
  let slice: JsonSlice | undefined = wholeOf(text);
  for (const key of path) slice = slice && memberOf(text, slice, key);
  return slice;
}

/** Replaces a member by other JSON, and keeps every other character. */
export function replaceMember(text: string, path: readonly string[], json: string): string {
  const slice = findMember(text, path);
  return slice ? text.slice(0, slice.start) + json + text.slice(slice.end) : text;
}

/** The positions of the elements of a JSON array. */
export function elementsOf(text: string): JsonSlice[] {
  const elements: JsonSlice[] = [];
  let at = skipSpace(text, wholeOf(text).start + 1);
  while (text.charCodeAt(at) !== CLOSING_BRACKET) {
    const end = endOfValue(text, at);
    elements.push({ start: at, end });
    at = skipSeparator(text, end);
  }
  return elements;
}

function wholeOf(text: string): JsonSlice {
  const start = skipSpace(text, 0);
  return { start, end: text.length };
}

function memberOf(text: string, { start }: JsonSlice, wanted: string): JsonSlice | undefined {
  if (text.charCodeAt(start) !== OPENING_BRACE) return undefined;
  let found: JsonSlice | undefined;
  let at = skipSpace(text, start + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = endOfString(text, at);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, value);
    if (isKey(text, at, keyEnd, wanted)) found = { start: value, end };
    at = skipSeparator(text, end);
  }
  return found;
}

function isKey(text: string, start: number, end: number, wanted: string): boolean {
  if (end - start - 2 === wanted.length && text.startsWith(wanted, start + 1)) return true;
  const raw = text.slice(start + 1, end - 1);
  return raw.includes('\\') && JSON.parse(`"${raw}"`) === wanted;
}

function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start);
  if (first === OPENING_BRACE || first === OPENING_BRACKET) return endOfStructure(text, start);
  let at = start;
  while (at < text.length && !isEnd(text.charCodeAt(at))) at += 1;
  return at;
}

function isEnd(code: number): boolean {
  return code === COMMA || code === CLOSING_BRACE || code === CLOSING_BRACKET || isSpace(code);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function endOfStructure(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    if (code === OPENING_BRACE || code === OPENING_BRACKET) depth += 1;
    else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return at;
}

function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function skipSeparator(text: string, start: number): number {
  const at = skipSpace(text, start);
  return text.charCodeAt(at) === COMMA ? skipSpace(text, at + 1) : at;
}
