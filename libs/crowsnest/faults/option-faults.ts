import { isHostname, isOrigin, isProxy, LONGEST_TIMER_MS, mountPath } from '#edge';
import { problemOfLogUrl, withoutCredentials } from '#events';
import { upstreamFaults } from './upstream-faults.ts';
import { problemOfOtlpEndpoint, problemOfTraceUrl } from '#telemetry';
import { authorizationFaults } from './authorization-faults.ts';
import { clusterFaults } from './cluster-faults.ts';
import type { CrowsnestOptions } from '../crowsnest-options.ts';
import type { OptionFault } from '../options-error.ts';
import { quotaFaults } from './quota-faults.ts';
import { oidcFaults } from './oidc-faults.ts';
import { retentionFaults } from './retention-faults.ts';
import { secretFaults } from './secret-faults.ts';

type Check = (value: unknown) => string | undefined;

/** Returns every fault of the options. Also checks their types, because callers may be written in JavaScript. */
export function optionFaults(options: CrowsnestOptions): OptionFault[] {
  const { events, sessions, tools, mcp, access, admin, stats } = options;
  const faults = [
    check('path', options.path, isPath, 'Give a path of letters, digits and . _ ~ -, such as "/ops".'),
    check(
      'mcp.path',
      mcp?.path,
      isPath,
      'Give a path of letters, digits and . _ ~ -, such as "/agents/mcp".',
    ),
    check(
      'events.log',
      events?.log,
      isLog,
      'Use "sqlite:PATH", such as "sqlite:.crowsnest/events.db", "redis://HOST:PORT", "redis+sentinel://HOST:PORT/MASTER", "redis+cluster://HOST:PORT", "nats://HOST:PORT", or "memory:".',
    ),
    ...numbers('events', limitsOf(events), whole(1)),
    ...numbers('sessions', sessions, whole(1, LONGEST_TIMER_MS)),
    ...numbers('tools', { callTimeoutMs: tools?.callTimeoutMs }, whole(0, LONGEST_TIMER_MS)),
    ...numbers('tools.payloads', { maxBytes: tools?.payloads?.maxBytes }, whole(1)),
    check(
      'tools.payloads.mode',
      tools?.payloads?.mode,
      oneOf('off', 'redacted'),
      'Give "off" or "redacted".',
    ),
    check('tools.onChange', tools?.onChange, oneOf('observe', 'refuse'), 'Give "observe" or "refuse".'),
    ...numbers(
      'mcp',
      { drainMs: mcp?.drainMs, inputTimeoutMs: mcp?.inputTimeoutMs },
      whole(0, LONGEST_TIMER_MS),
    ),
    ...numbers('mcp', { maxSessionsPerTenant: mcp?.maxSessionsPerTenant, pageSize: mcp?.pageSize }, whole(1)),
    ...numbers('mcp.limits', mcp?.limits, whole(1)),
    ...numbers('stats', { stuckMs: stats?.stuckMs }, whole(1)),
    ...numbers(
      'admin',
      { maxStreams: admin?.maxStreams, maxStreamsPerAdmin: admin?.maxStreamsPerAdmin },
      whole(1),
    ),
    check(
      'access.host',
      access?.host,
      isHost,
      'Give an address without brackets, port or zone, such as "127.0.0.1".',
    ),
    check('access.allowedHosts', access?.allowedHosts, isHosts, 'Give a list such as ["watch.example.com"].'),
    check(
      'access.publicUrl',
      access?.publicUrl ?? undefined,
      isUrl,
      'Give only the scheme, host and port, such as "https://watch.example.com".',
    ),
    check(
      'access.trustProxy',
      access?.trustProxy || undefined,
      isProxies,
      'Give the number of proxies, such as 1, or a list such as ["loopback", "10.0.0.0/8"].',
    ),
    check(
      'access.anonymousAgents',
      access?.anonymousAgents,
      oneOf('loopback', 'everywhere', 'nowhere'),
      'Give "loopback", "everywhere" or "nowhere".',
    ),
    check(
      'telemetry.otlpEndpoint',
      options.telemetry?.otlpEndpoint,
      (url) => problemOfOtlpEndpoint(String(url)),
      'Give the base URL of the receiver, such as "http://localhost:4318".',
    ),
    check(
      'signIn.traceUrl',
      options.signIn?.traceUrl,
      (url) => problemOfTraceUrl(String(url)),
      'Give a URL such as "https://tempo.example.com/trace/{traceId}".',
    ),
    ...secretFaults(options),
    ...oidcFaults(options),
    ...authorizationFaults(options),
    ...clusterFaults(options),
    ...quotaFaults(options),
    ...retentionFaults(options),
    ...upstreamFaults(options),
  ];
  return faults.filter((fault) => fault !== undefined);
}

function check(option: string, value: unknown, problemOf: Check, remedy: string): OptionFault | undefined {
  const problem = value === undefined ? undefined : problemOf(value);
  return problem === undefined ? undefined : { option, problem: `(${show(value)}) ${problem}`, remedy };
}

function limitsOf({
  maxEvents,
  maxAgeMs,
  payloadMaxAgeMs,
  auditMaxAgeMs,
}: NonNullable<CrowsnestOptions['events']> = {}) {
  return { maxEvents, maxAgeMs, payloadMaxAgeMs, auditMaxAgeMs };
}

function numbers(group: string, values: object | undefined, problemOf: Check): (OptionFault | undefined)[] {
  return Object.entries(values ?? {}).map(([name, value]) =>
    check(`${group}.${name}`, value, problemOf, 'Give a number, or leave the option out for its default.'),
  );
}

function show(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return withoutCredentials(JSON.stringify(value) ?? String(value));
}

function whole(min: number, max = Number.MAX_SAFE_INTEGER): Check {
  return (value) => {
    if (Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max) return undefined;
    return max === Number.MAX_SAFE_INTEGER
      ? `is not a whole number of ${min} or more`
      : `is not a whole number from ${min} to ${max}`;
  };
}

function oneOf(...words: string[]): Check {
  return (value) => (words.includes(String(value)) ? undefined : `is none of ${words.join(', ')}`);
}

const isPath: Check = (path) => {
  try {
    mountPath(String(path), 'path');
    return typeof path === 'string' ? undefined : 'is not a path';
  } catch {
    return 'is not a path of plain segments: a path has to be a path such as "/ops"';
  }
};

const isLog: Check = (log) => problemOfLogUrl(String(log));

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
