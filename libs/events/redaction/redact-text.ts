import { replaceCardNumbers } from './card-numbers.ts';
import { HarmlessNames } from './harmless-names.ts';
import { mayHoldSecret, REDACTED, SECRET_PATTERNS } from './secret-patterns.ts';

/** No secret that a pattern finds is shorter. */
const SHORTEST_SECRET = 6;

/** The longest beginning of a secret that no pattern knows for one yet. */
const UNRECOGNISED = 256;

const harmless = new HarmlessNames();

/** The text without the secrets in it that can be told by their form. Takes time in line with its length. */
export function redactText(text: string): string {
  if (text.length < SHORTEST_SECRET || harmless.has(text)) return text;
  if (!mayHoldSecret(text)) {
    harmless.add(text);
    return text;
  }
  let redacted = text;
  for (const [pattern, replacement] of SECRET_PATTERNS) redacted = redacted.replace(pattern, replacement);
  return replaceCardNumbers(redacted, REDACTED);
}

/**
 * The redacted beginning of a text, `length` characters of it at most. Of a secret that lies across the
 * cut nothing remains: the text is redacted first, and what a pattern could not see to its end is left out.
 */
export function redactedExcerpt(text: string, length: number): string {
  const isCut = text.length > length + UNRECOGNISED;
  const redacted = redactText(isCut ? text.slice(0, length + UNRECOGNISED) : text);
  const kept = isCut ? redacted.slice(0, -UNRECOGNISED) : redacted;
  return isCut || kept.length > length ? `${kept.slice(0, length - 1)}…` : kept;
}
