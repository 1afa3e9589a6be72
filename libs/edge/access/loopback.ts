import { isIPv6 } from 'node:net';

/** Whether only programs on this machine can reach a server that listens on `host`. */
export function isLoopback(host: string): boolean {
  const name = urlHostname(host);
  return name === 'localhost' || name === '[::1]' || /^127(\.\d+){3}$/.test(name);
}

/** Whether `host` means every address of the machine. */
export function isWildcard(host: string): boolean {
  return ['0.0.0.0', '[::]'].includes(urlHostname(host));
}

/** A name or address in the form that URLs use: lower case, IPv6 shortened and in brackets. */
export function urlHostname(host: string): string {
  return new URL(`http://${isIPv6(host) ? `[${host}]` : host}`).hostname;
}
