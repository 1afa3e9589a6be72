import { isLoopback } from '../access/loopback.ts';

/** Whether a text is a URL that an issuer or its keys may have: https, or http on loopback, without query and fragment. */
export function isIssuerUrl(text: unknown): boolean {
  if (typeof text !== 'string' || !URL.canParse(text)) return false;
  const { protocol, hostname, username, search, hash } = new URL(text);
  if (username !== '' || search !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')));
}
