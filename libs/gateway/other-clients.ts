import { isObject } from './link/messages.ts';

/** What other clients call members of ours. The first one that says something counts, before our own. */
const ALIASES = {
  url: ['httpUrl', 'serverUrl', 'baseUrl'],
  type: ['transport', 'transportType'],
  cwd: ['working_directory'],
} as const;

/** Members by which other clients leave a server out if they are false. */
const SWITCHES = ['enabled', 'isActive'] as const;

/** What a client shows of a server, and where it has the server from. */
// prettier-ignore
const SHOWN = [
  'id', 'name', 'title', 'displayName', 'description', 'version', 'icon', 'iconPath', 'logoUrl', 'tags', 'metadata',
  'provider', 'providerUrl', 'registryUrl', 'gallery', 'fromGalleryId', 'source', 'installSource', 'scope', 'extension',
  'extensionName', 'remoteConfigured', 'dxtVersion', 'dxtPath',
] as const;

/** How long a client waits for a server, when it starts it, and what it does without asking. */
// prettier-ignore
const OWN_CONDUCT = [
  'timeout', 'initTimeout', 'discoveryTimeoutMs', 'sse_read_timeout', 'longRunning', 'keep_alive', 'start_on_launch',
  'watchPaths', 'dev', 'trust', 'isTrusted', 'autoApprove', 'alwaysAllow', 'disabledAutoApproveTools', 'alwaysLoad',
] as const;

/** Members that concern only the client that they are for. */
export const OF_NO_CONCERN = [...SHOWN, ...OWN_CONDUCT] as const;

/** Members that would change what a server does, or which of its tools are used, and that have no effect here. */
// prettier-ignore
export const WITHOUT_EFFECT = [
  'envFile', 'headersHelper', 'sandbox', 'sandboxEnabled',
  'oauth', 'oauthScopes', 'authProviderType', 'targetAudience', 'targetServiceAccount',
  'tools', 'includeTools', 'excludeTools', 'allowedTools', 'enabledTools', 'disabledTools',
] as const;

/**
 * The servers of a configuration in our own words, without those that are left out. What is no object stays, for the schema to
 * say so.
 */
export function inOurWords(servers: unknown): unknown {
  if (!isObject(servers)) return servers;
  const all = Object.entries(servers).map(([name, given]) => [name, renamed(given)] as const);
  return Object.fromEntries(all.filter(([, given]) => !isObject(given) || given['disabled'] !== true));
}

function renamed(given: unknown): unknown {
  if (!isObject(given)) return given;
  const whole = flat(given);
  for (const [ours, theirs] of Object.entries(ALIASES)) {
    const said = theirs.map((alias) => whole[alias]).find((value) => value !== undefined && value !== '');
    if (said !== undefined) whole[ours] = said;
    for (const alias of theirs) delete whole[alias];
  }
  for (const member of SWITCHES) {
    if (typeof whole[member] !== 'boolean') continue;
    if (!whole[member]) whole['disabled'] = true;
    delete whole[member];
  }
  return whole['type'] === 'local' ? { ...whole, type: 'stdio' } : whole;
}

/** Some clients describe what reaches the server in an object of its own. */
function flat(given: Record<string, unknown>): Record<string, unknown> {
  const { transport, ...others } = given;
  return isObject(transport) ? { ...others, ...transport } : { ...given };
}

/** Whether a member of another client asks for anything: clients also write empty lists, and `*` for all tools. */
export function saysSomething(value: unknown): boolean {
  const isAll = Array.isArray(value) && value.every((tool) => tool === '*');
  return value !== undefined && value !== null && value !== false && !isAll;
}
