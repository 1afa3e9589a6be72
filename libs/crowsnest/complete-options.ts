import { dirname } from 'node:path';
import { derivedSecret } from '#edge';
import { UPSTREAMS, type GatewayModuleOptions } from '#gateway';
import type { CompleteOptions, CrowsnestOptions } from './crowsnest-options.ts';
import { optionFaults } from './faults/option-faults.ts';
import { OptionsError } from './options-error.ts';
import { packageVersion } from './package-version.ts';
import { shapeFaults } from './faults/shape-faults.ts';

/** The log where the options name none. */
export const DEFAULT_LOG = 'sqlite:.crowsnest/events.db';

/** Milliseconds without a message after which a protocol session expires, and without a call a derived one. */
export const DEFAULT_IDLE_MS = { protocolIdleMs: 1_800_000, derivedIdleMs: 300_000 };

/**
 * Returns the options of every module, completed with the defaults of the server. Throws an {@link OptionsError} that
 * lists every fault.
 */
export function completeOptions(options: CrowsnestOptions): CompleteOptions {
  const shape = shapeFaults(options);
  const faults = shape.length > 0 ? shape : optionFaults(options);
  if (faults.length > 0) throw new OptionsError(faults);
  const version = packageVersion();
  const instance = { version, ...options.events?.instance };
  const events = { log: DEFAULT_LOG, ...options.events, instance } as const;
  const { globalEnhancers } = options.mcp ?? {};
  const serverInfo = { name: 'crowsnest', title: 'Crowsnest', version };
  const signIn = { tokens: [], dataDirectory: dataDirectoryOf(events.log), ...options.signIn };
  return {
    ...options,
    events,
    sessions: { ...DEFAULT_IDLE_MS, ...options.sessions },
    tools: { ...options.tools, ...(globalEnhancers !== undefined && { globalEnhancers }) },
    mcp: { serverInfo, ...sharedKey(options), ...options.mcp },
    quotas: { ...options.quotas },
    access: { ...options.access },
    signIn,
    stats: { ...options.stats },
    admin: { version, ...options.admin },
    dashboard: { ...options.dashboard },
    ingest: { ...options.ingest },
    alerts: { ...options.alerts },
    telemetry: { version, ...options.telemetry },
    gateway: {
      ...gatewayOptions(options, { ...serverInfo, ...options.mcp?.serverInfo }),
      dataDirectory: signIn.dataDirectory,
    },
  };
}

function gatewayOptions(
  { upstreams = {}, standalone = false, cluster }: CrowsnestOptions,
  serverInfo: { name: string; version: string },
): GatewayModuleOptions {
  const secret = cluster?.secret;
  const shared = secret === undefined ? {} : { stateKey: derivedSecret(secret, 'held-calls') };
  return { upstreams: UPSTREAMS.parse(upstreams), standalone, serverInfo, ...shared };
}

/** Agents may answer a question of one instance at another. */
function sharedKey({ cluster }: CrowsnestOptions): { requestStateKey?: string } {
  if (cluster?.secret === undefined) return {};
  return { requestStateKey: derivedSecret(cluster.secret, 'request-state') };
}

/**
 * The folder for the keys that survive a restart: the folder of the log file, or that of the default log if the log is
 * not a file.
 */
export function dataDirectoryOf(log: string): string {
  const file = log.startsWith('sqlite:') ? log : DEFAULT_LOG;
  return dirname(file.slice('sqlite:'.length));
}
