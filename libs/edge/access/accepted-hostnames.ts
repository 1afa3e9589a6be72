import { networkInterfaces } from 'node:os';
import { localhostAllowedHostnames } from '@modelcontextprotocol/server';
import type { AccessOptions } from './access-options.ts';
import { isLoopback, isWildcard, urlHostname } from './loopback.ts';

/**
 * The hostnames that a `Host` or `Origin` header may contain. A server on a wildcard address accepts the addresses of
 * the machine. A name that an attacker's DNS points at them is not accepted.
 */
export function acceptedHostnames({
  host = '127.0.0.1',
  allowedHosts = [],
  publicUrl,
}: AccessOptions): string[] {
  const names = [host, ...allowedHosts].map(urlHostname);
  if (publicUrl) names.push(new URL(publicUrl).hostname);
  if (isLoopback(host) || isWildcard(host)) names.push(...localhostAllowedHostnames());
  if (isWildcard(host)) names.push(...machineAddresses().map(urlHostname));
  return [...new Set(names)];
}

function machineAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.filter(({ scopeid }) => !scopeid).map(({ address }) => address),
  );
}
