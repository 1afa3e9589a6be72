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
  return walk(text, skipSpace(text, 0), path, 0).found;
}

/** Replaces a member by other JSON, and keeps every other character. */
export function replaceMember(text: string, path: readonly string[], json: string): string {
  const slice = findMember(text, path);
  return slice ? text.slice(0, slice.start) + json + text.slice(slice.end) : text;
}

/** Sets a member to other JSON, and keeps every other character. Objects on the path are added where there are none. */
export function setMember(text: string, path: readonly string[], json: string): string {
  const key = path.at(-1);
  if (key === undefined) return json;
  if (findMember(text, path)) return replaceMember(text, path, json);
  const member = `${JSON.stringify(key)}:${json}`;
  const parent = path.slice(0, -1);
  const { start } = findMember(text, parent) ?? { start: -1 };
  if (text.charCodeAt(start) !== OPENING_BRACE) return setMember(text, parent, `{${member}}`);
  const isEmpty = text.charCodeAt(skipSpace(text, start + 1)) === CLOSING_BRACE;
  return `${text.slice(0, start + 1)}${member}${isEmpty ? '' : ','}${text.slice(start + 1)}`;
}

/** The positions of the elements of a JSON array. */
export function elementsOf(text: string): JsonSlice[] {
  const elements: JsonSlice[] = [];
  let at = skipSpace(text, skipSpace(text, 0) + 1);
  while (text.charCodeAt(at) !== CLOSING_BRACKET) {
    const end = endOfValue(text, at);
    elements.push({ start: at, end });
    at = skipSeparator(text, end);
  }
  return elements;
}

/**
 * The members of the object at an offset, in their order, with keys as `JSON.parse` reads them from the text. None if there
 * is no object.
 */
export function* membersOf(text: string, start: number): Iterable<{ key: string; value: JsonSlice }> {
  const opening = skipSpace(text, start);
  if (text.charCodeAt(opening) !== OPENING_BRACE) return;
  let at = skipSpace(text, opening + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = endOfString(text, at);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, value);
    yield { key: JSON.parse(text.slice(at, keyEnd)) as string, value: { start: value, end } };
    at = skipSeparator(text, end);
  }
}

interface Walk {
  /** The member at the path. */
  found: JsonSlice | undefined;
  /** The end of the value that was walked through. */
  end: number;
}

/** Walks through the value at `start` once, and looks for the member at the rest of a path in it. */
function walk(text: string, start: number, path: readonly string[], level: number): Walk {
  const key = path[level];
  if (key === undefined) {
    const end = endOfValue(text, start);
    return { found: { start, end }, end };
  }
  if (text.charCodeAt(start) !== OPENING_BRACE) return { found: undefined, end: endOfValue(text, start) };
  let found: JsonSlice | undefined;
  let at = skipSpace(text, start + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = endOfString(text, at);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    let end: number;
    if (isKey(text, at, keyEnd, key)) ({ found, end } = walk(text, value, path, level + 1));
    else end = endOfValue(text, value);
    at = skipSeparator(text, end);
  }
  return { found, end: at + 1 };
}

function isKey(text: string, start: number, end: number, wanted: string): boolean {
  const length = end - start - 2;
  // An escape is longer than the character that it stands for.
  if (length <= wanted.length) return length === wanted.length && text.startsWith(wanted, start + 1);
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
