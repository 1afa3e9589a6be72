import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const PRIVATE_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Beside the private ranges, those in which an address of IPv4 may hide. */
const PRIVATE_V6 = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

const PRIVATE = new BlockList();
for (const [net, prefix] of PRIVATE_V4) PRIVATE.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of PRIVATE_V6) PRIVATE.addSubnet(net, prefix, 'ipv6');

/** Whether an address is private, loopback, link-local, or otherwise of no public host. */
function isPrivateAddress(address: string): boolean {
  // A mapped address is reached over IPv4.
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  const mapped = /^::ffff:/i.test(plain);
  return mapped || PRIVATE.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/** The address of a target is not public, and the receiver does not allow that. */
export class PrivateTargetError extends Error {
  readonly code = 'PRIVATE_TARGET';

  constructor(host: string) {
    super(`${host} is at a private address. Set "allowPrivate": true of the receiver if that is meant.`);
  }
}

/** Refuses a host that is written as a private address. Throws a {@link PrivateTargetError}. */
export function requirePublicHost(hostname: string): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isPrivateAddress(host)) throw new PrivateTargetError(host);
}

/**
 * Resolves a name for a connection, and refuses it if any of its addresses is private. The connection is made to the
 * address that was checked here, so a name that resolves differently the next time has no effect.
 */
export const lookupPublic: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) done(error ?? new Error(`${hostname} has no address`), '');
    else if (addresses.some(({ address }) => isPrivateAddress(address)))
      done(new PrivateTargetError(hostname), '');
    else if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};
