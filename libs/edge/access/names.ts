import { isIP } from 'node:net';

/** Whether the text is an address or a possible DNS name, without scheme, port, brackets and zone. */
export function isHostname(host: string): boolean {
  // An address with a zone (`fe80::1%eth0`) is not allowed in a URL, and therefore not in a Host header.
  if (isIP(host) !== 0) return !host.includes('%');
  return /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(host) && URL.canParse(`http://${host}`);
}

/** Whether the text is an http or https URL without path, query and user. */
export function isOrigin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, origin, href } = new URL(url);
  return /^https?:$/.test(protocol) && href === `${origin}/`;
}

/** Whether Express accepts the text as a proxy: an address, a network, or one of its keywords. */
export function isProxy(proxy: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(proxy)) return true;
  const [address = '', bits, ...rest] = proxy.split('/');
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (rest.length > 0 || longest < 0 || address.includes('%')) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
}
