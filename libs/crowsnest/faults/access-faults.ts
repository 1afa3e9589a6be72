import { isHostname, isOrigin, isProxy } from '#edge';
import type { CrowsnestOptions } from '../crowsnest-options.ts';
import type { OptionFault } from '../options-error.ts';
import { check, oneOf, type Check } from './checks.ts';

/** Returns the faults of the names and addresses of the server, and of whom it trusts. */
export function accessFaults({ access }: CrowsnestOptions): OptionFault[] {
  const { host, allowedHosts, publicUrl, trustProxy, anonymousAgents } = access ?? {};
  return [
    ...check(
      'access.host',
      host,
      isHost,
      'Give an address without brackets, port or zone, such as "127.0.0.1".',
    ),
    ...check('access.allowedHosts', allowedHosts, isHosts, 'Give a list such as ["watch.example.com"].'),
    ...check(
      'access.publicUrl',
      publicUrl ?? undefined,
      isUrl,
      'Give only the scheme, host and port, such as "https://watch.example.com".',
    ),
    ...check(
      'access.trustProxy',
      trustProxy || undefined,
      isProxies,
      'Give the number of proxies, such as 1, or a list such as ["loopback", "10.0.0.0/8"].',
    ),
    ...check(
      'access.anonymousAgents',
      anonymousAgents,
      oneOf('loopback', 'everywhere', 'nowhere'),
      'Give "loopback", "everywhere" or "nowhere".',
    ),
  ];
}

const isHost: Check = (host) =>
  typeof host === 'string' && isHostname(host) ? undefined : 'is neither an IP address nor a hostname';

const isHosts: Check = (hosts) =>
  Array.isArray(hosts) && hosts.every((host) => isHost(host) === undefined)
    ? undefined
    : 'is not a list of hostnames without scheme and port';

const isUrl: Check = (url) =>
  typeof url === 'string' && isOrigin(url)
    ? undefined
    : 'is not an http or https URL without path, query and user';

const isProxies: Check = (proxies) => {
  const isNumber = Number.isSafeInteger(proxies) && Number(proxies) > 0;
  const isList =
    Array.isArray(proxies) && proxies.every((proxy) => typeof proxy === 'string' && isProxy(proxy));
  return isNumber || isList ? undefined : 'is neither a number of proxies nor a list of their addresses';
};
