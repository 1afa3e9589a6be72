import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import type { Request } from 'express';

/**
 * The address of a client, as a trusted proxy forwards it. A proxy may forward a text of any form and length: then it is
 * the address of the proxy. It has no zone, which could have any
 * length too.
 */
export function clientAddressOf({
  ip = '',
  socket,
}: IncomingMessage & { ip?: string | undefined }): string | undefined {
  const address = isIP(ip) === 0 ? socket.remoteAddress : ip;
  return address?.split('%')[0];
}

/**
 * The network of a client, for counting attempts: an IPv4 address, or the /64 of an IPv6 address, because one client
 * can use all addresses of its /64.
 */
export function clientNetworkOf(request: Request): string {
  return networkOf(clientAddressOf(request) ?? '');
}

/**
 * The network of an address: the IPv4 address, even if it is written as IPv6, or the first four groups of an IPv6
 * address.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  // The zone says how this machine reaches the address. It can have any length and contain colons.
  const [plain = ''] = address.split('%');
  // A URL normalizes every address, in hexadecimal.
  const groups = groupsOf(new URL(`http://[${plain}]`).hostname.slice(1, -1));
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  const isMapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff';
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return groups.slice(0, 4).join(':');
}

function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right];
}
