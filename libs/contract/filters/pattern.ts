import type { Pattern } from './filter.ts';

/** The pattern that matches this text only: a star in it is a plain star. */
export function exactPattern(text: string): Pattern {
  return { parts: [text] };
}

/** Whether the pattern has no star, so that it matches one text only. */
export function isExact({ parts }: Pattern): boolean {
  return parts.length === 1;
}

/** The pattern as a word to search for. Stars at its ends say nothing there, so they are left out. */
export function searchPattern({ parts }: Pattern): Pattern {
  const kept = parts.slice(parts[0] === '' ? 1 : 0, parts.at(-1) === '' ? -1 : undefined);
  return kept.length > 0 ? { parts: kept } : exactPattern('');
}

/** Decides whether a text is meant. */
export type TextMatcher = (text: string) => boolean;

/** Whether one of the patterns matches the whole text. Case counts, so fold both if it should not. */
export function anyPattern(patterns: readonly Pattern[]): TextMatcher {
  const exact = new Set(patterns.filter(isExact).map(({ parts }) => parts[0]));
  const starred = patterns.filter((pattern) => !isExact(pattern));
  if (starred.length === 0) return (text) => exact.has(text);
  return (text) => exact.has(text) || starred.some(({ parts }) => isWhole(parts, text));
}

/** Whether one of the patterns is found within the text. Case counts, so fold both where it should not. */
export function anyFound(patterns: readonly Pattern[]): TextMatcher {
  return (text) => patterns.some(({ parts }) => endOfParts(parts, text, 0) !== undefined);
}

function isWhole(parts: readonly string[], text: string): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first)) return false;
  const end = endOfParts(parts.slice(1, -1), text, first.length);
  return end !== undefined && end <= text.length - last.length && text.endsWith(last);
}

/** Finds the parts one after the other, each at its first place: if that leaves no room for the rest, no place does. */
function endOfParts(parts: readonly string[], text: string, start: number): number | undefined {
  let position = start;
  for (const part of parts) {
    const found = text.indexOf(part, position);
    if (found < 0) return undefined;
    position = found + part.length;
  }
  return position;
}
