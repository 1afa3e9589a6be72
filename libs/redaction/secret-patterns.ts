import { COMMAND_LINES } from './patterns/command-lines.ts';
import { CREDENTIALS } from './patterns/credentials.ts';
import { KEYS, PROVIDER_KEY } from './patterns/keys.ts';
import { NAMED_SECRETS } from './patterns/named-secrets.ts';
import type { SecretPattern } from './patterns/secret-pattern.ts';

/** The shortest match of a provider's key. */
const SHORTEST_KEY = 13;

/** What every secret has in or about it, but for a provider's key and a mnemonic. */
const SIGN = /[:=]|eyJ|\d{4}|(?:bearer|basic|negotiate|password)\s|-----BEGIN|--\w|\s-\w|%3|<\//i;

/** Whether it is worth looking for secrets: most names and messages are done with here. */
export function mayHoldSecret(text: string): boolean {
  return SIGN.test(text) || (text.length >= SHORTEST_KEY && text.search(PROVIDER_KEY) >= 0);
}

/** All patterns; the order matters where one would spoil another. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  ...KEYS,
  ...CREDENTIALS,
  ...COMMAND_LINES,
  ...NAMED_SECRETS,
];
