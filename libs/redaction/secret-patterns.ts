import { COMMAND_LINES } from './patterns/command-lines.ts';
import { CREDENTIALS } from './patterns/credentials.ts';
import { KEYS, PROVIDER_KEY } from './patterns/keys.ts';
import { NAMED_SECRETS } from './patterns/named-secrets.ts';
import type { SecretPattern } from './patterns/secret-pattern.ts';

/** Minimum length of a provider's key. */
const SHORTEST_KEY = 13;

/** Matches in or next to every secret except providers' keys and mnemonics. */
const SIGN = /[:=]|eyJ|\d{4}|(?:bearer|basic|negotiate|password)\s|-----BEGIN|--\w|\s-\w|%3|<\//i;

/** Whether a text may contain secrets. Most names and messages do not, and are not searched further. */
export function mayHoldSecret(text: string): boolean {
  return SIGN.test(text) || (text.length >= SHORTEST_KEY && text.search(PROVIDER_KEY) >= 0);
}

/** All patterns. The order matters where the replacement of one would hide the match of another. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  ...KEYS,
  ...CREDENTIALS,
  ...COMMAND_LINES,
  ...NAMED_SECRETS,
];
