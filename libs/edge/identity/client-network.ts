import { isIP, isIPv6 } from 'node:net';
import type { Request } from 'express';

/**
 * The network that a request comes from, for counting attempts: an IPv4 address, or the /64 of an IPv6 one,
 * since a single client can use all addresses of its /64.
 */
export function clientNetworkOf(request: Request): string {
  const { ip = '' } = request;
  // A proxy may forward a text of any form and length as the client's address.
  return networkOf(isIP(ip) === 0 ? (request.socket.remoteAddress ?? '') : ip);
}

/** The IPv4 address, or the first four groups of an IPv6 address. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
