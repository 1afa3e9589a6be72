import { replaceCardNumbers } from './card-numbers.ts';
import { cutText } from './cut-text.ts';
import { replaceMnemonics } from './mnemonics.ts';
import { replaceJsonWebKeys } from './patterns/keys.ts';
import { replaceSecrets } from './patterns/secret-pattern.ts';
import { REDACTED } from './redacted.ts';
import { mayHoldSecret, SECRET_PATTERNS } from './secret-patterns.ts';

/** Replaces a text whose redaction failed. */
export const REDACTION_FAILED = '[redaction failed]';

/** No pattern matches a shorter secret. */
const SHORTEST_SECRET = 6;

/** The longest prefix of a secret that no pattern recognizes yet. */
const UNRECOGNIZED = 256;

/**
 * Replaces the secrets that can be recognized in a text. Takes time linear in its length; use {@link redactedExcerpt}
 * for text of unknown length.
 */
export function redactText(text: string): string {
  if (text.length < SHORTEST_SECRET) return text;
  let redacted = replaceMnemonics(text, REDACTED);
  if (!mayHoldSecret(redacted)) return redacted;
  redacted = replaceSecrets(redacted, SECRET_PATTERNS);
  return replaceCardNumbers(replaceJsonWebKeys(redacted), REDACTED);
}

/**
 * Returns the redacted beginning of a text, at most `length` characters. Only the beginning is searched, however
 * long the text is. A secret that crosses the cut leaves no trace: the cut comes after the redaction, and the
 * last characters, which a pattern may not recognize yet, are dropped.
 */
export function redactedExcerpt(text: string, length: number): string {
  const isCut = text.length > length + UNRECOGNIZED;
  const redacted = redactText(isCut ? text.slice(0, length + UNRECOGNIZED) : text);
  const kept = isCut ? redacted.slice(0, -UNRECOGNIZED) : redacted;
  return isCut || kept.length > length ? `${cutText(kept, length - 1).toWellFormed()}…` : kept;
}

/** Characters that break a line, control a terminal or change the direction of text. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Returns a redacted excerpt that is safe to log. Control characters are escaped, so untrusted text can neither forge a
 * log line nor control a terminal.
 */
export function loggableExcerpt(text: string, length: number): string {
  return redactedExcerpt(text, length).replace(UNSAFE, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
