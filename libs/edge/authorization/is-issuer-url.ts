import { isPrivateWay } from './is-private-way.ts';

/** Whether a text is a URL that an issuer or its keys may have: https, or http on loopback, without query and fragment. */
export function isIssuerUrl(text: unknown): boolean {
  if (typeof text !== 'string' || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.username === '' && url.search === '' && url.hash === '' && isPrivateWay(url);
}
