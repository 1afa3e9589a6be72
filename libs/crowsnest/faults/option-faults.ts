import { LONGEST_TIMER_MS, mountPath } from '#edge';
import { problemOfLogUrl } from '#events';
import { problemOfOtlpEndpoint, problemOfTraceUrl } from '#telemetry';
import type { CrowsnestOptions } from '../crowsnest-options.ts';
import type { OptionFault } from '../options-error.ts';
import { accessFaults } from './access-faults.ts';
import { authorizationFaults } from './authorization-faults.ts';
import { check, numbers, oneOf, whole, type Check } from './checks.ts';
import { clusterFaults } from './cluster-faults.ts';
import { oidcFaults } from './oidc-faults.ts';
import { quotaFaults } from './quota-faults.ts';
import { retentionFaults } from './retention-faults.ts';
import { secretFaults } from './secret-faults.ts';
import { upstreamFaults } from './upstream-faults.ts';

/** Returns every fault of the options. Also checks their types, because callers may be written in JavaScript. */
export function optionFaults(options: CrowsnestOptions): OptionFault[] {
  return [
    ...pathFaults(options),
    ...eventFaults(options),
    ...numbers('sessions', options.sessions, whole(1, LONGEST_TIMER_MS)),
    ...toolFaults(options),
    ...endpointFaults(options),
    ...numbers('stats', { stuckMs: options.stats?.stuckMs }, whole(1)),
    ...streamFaults(options),
    ...accessFaults(options),
    ...traceFaults(options),
    ...secretFaults(options),
    ...oidcFaults(options),
    ...authorizationFaults(options),
    ...clusterFaults(options),
    ...quotaFaults(options),
    ...retentionFaults(options),
    ...upstreamFaults(options),
  ];
}

function pathFaults({ path, mcp }: CrowsnestOptions): OptionFault[] {
  const remedy = (example: string) => `Give a path of letters, digits and . _ ~ -, such as "${example}".`;
  return [
    ...check('path', path, isPath, remedy('/ops')),
    ...check('mcp.path', mcp?.path, isPath, remedy('/agents/mcp')),
  ];
}

function eventFaults({ events }: CrowsnestOptions): OptionFault[] {
  const { maxEvents, maxAgeMs, payloadMaxAgeMs, auditMaxAgeMs } = events ?? {};
  return [
    ...check(
      'events.log',
      events?.log,
      (log) => problemOfLogUrl(String(log)),
      'Use "sqlite:PATH", such as "sqlite:.crowsnest/events.db", "redis://HOST:PORT", "redis+sentinel://HOST:PORT/MASTER", "redis+cluster://HOST:PORT", "nats://HOST:PORT", or "memory:".',
    ),
    ...numbers('events', { maxEvents, maxAgeMs, payloadMaxAgeMs, auditMaxAgeMs }, whole(1)),
  ];
}

function toolFaults({ tools }: CrowsnestOptions): OptionFault[] {
  const { callTimeoutMs, payloads, onChange } = tools ?? {};
  return [
    ...numbers('tools', { callTimeoutMs }, whole(0, LONGEST_TIMER_MS)),
    ...numbers('tools.payloads', { maxBytes: payloads?.maxBytes }, whole(1)),
    ...check('tools.payloads.mode', payloads?.mode, oneOf('off', 'redacted'), 'Give "off" or "redacted".'),
    ...check('tools.onChange', onChange, oneOf('observe', 'refuse'), 'Give "observe" or "refuse".'),
  ];
}

function endpointFaults({ mcp }: CrowsnestOptions): OptionFault[] {
  const { drainMs, inputTimeoutMs, maxSessionsPerTenant, pageSize, limits } = mcp ?? {};
  return [
    ...numbers('mcp', { drainMs, inputTimeoutMs }, whole(0, LONGEST_TIMER_MS)),
    ...numbers('mcp', { maxSessionsPerTenant, pageSize }, whole(1)),
    ...numbers('mcp.limits', limits, whole(1)),
  ];
}

function streamFaults({ admin }: CrowsnestOptions): OptionFault[] {
  const { maxStreams, maxStreamsPerAdmin } = admin ?? {};
  return numbers('admin', { maxStreams, maxStreamsPerAdmin }, whole(1));
}

function traceFaults({ telemetry, signIn }: CrowsnestOptions): OptionFault[] {
  return [
    ...check(
      'telemetry.otlpEndpoint',
      telemetry?.otlpEndpoint,
      (url) => problemOfOtlpEndpoint(String(url)),
      'Give the base URL of the receiver, such as "http://localhost:4318".',
    ),
    ...check(
      'signIn.traceUrl',
      signIn?.traceUrl,
      (url) => problemOfTraceUrl(String(url)),
      'Give a URL such as "https://tempo.example.com/trace/{traceId}".',
    ),
  ];
}

const isPath: Check = (path) => {
  try {
    mountPath(String(path), 'path');
    return typeof path === 'string' ? undefined : 'is not a path';
  } catch {
    return 'is not a path of plain segments: a path has to be a path such as "/ops"';
  }
};
