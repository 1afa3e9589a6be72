import { isBehindProxy, isLoopback } from '#edge';
import { dropsSingleEvents, isSharedLog } from '#events';
import type { Fault } from './fault.ts';
import type { Members } from './members/members.ts';
import type { Values } from './variables/read-values.ts';
import { repeatedSecrets } from './members/repeated-secrets.ts';
import { VARIABLES } from './variables/variables.ts';

/** Minimum length of a token or key that other machines could guess. */
const SHORTEST_SECRET = 16;

type SecretVariable = 'ADMIN_TOKENS' | 'AGENT_KEYS' | 'INGEST_KEYS';

/** Checks rules between values that are valid on their own. Ignores values that are not: `faulty` names them. */
export function brokenRules(values: Partial<Values>, members: Members, faulty: ReadonlySet<string>): Fault[] {
  const opening = openingOf(values);
  const faults = opening ? faultsOfOpening(opening, values, members) : [];
  return [
    ...faults,
    ...repeatedSecrets(values, members),
    ...uselessTokens(values, members),
    ...faultsOfAudience(values, members),
    ...faultsOfCluster(values, faulty),
    ...faultsOfRetention(values, members),
  ];
}

/** Finds tokens that would open nothing. */
function uselessTokens({ ADMIN_TOKENS = [] }: Partial<Values>, { admins = [], oidc }: Members): Fault[] {
  if (oidc?.tokens !== 'off' || ADMIN_TOKENS.length + admins.length === 0) return [];
  const given = ADMIN_TOKENS.length > 0 ? 'ADMIN_TOKENS' : 'admins';
  const problem = `is off, but there are tokens in ${given}`;
  return [{ variable: 'oidc.tokens', problem, remedy: `Remove it, or remove ${given}.` }];
}

/** A token must name this server. The host of a request cannot say its name, because the client chooses it. */
function faultsOfAudience(
  { CROWSNEST_PUBLIC_URL: url }: Partial<Values>,
  { authorization }: Members,
): Fault[] {
  return (authorization?.issuers ?? []).flatMap(({ audience }, index): Fault[] => {
    if (audience !== undefined || url !== undefined) return [];
    const problem = 'has no audience, and CROWSNEST_PUBLIC_URL is not set';
    const remedy =
      'Set CROWSNEST_PUBLIC_URL to the origin of this server, or name what tokens for it have as `aud`.';
    return [{ variable: `authorization.issuers[${index}]`, problem, remedy }];
  });
}

/** Servers need both to reach each other, and a log that they share. */
function faultsOfCluster(values: Partial<Values>, faulty: ReadonlySet<string>): Fault[] {
  const pair = ['CROWSNEST_PEER_URL', 'CROWSNEST_CLUSTER_SECRET'] as const;
  const faultOf = (variable: (typeof pair)[number], problem: string, remedy: string): Fault[] => [
    { variable, problem, remedy },
  ];
  const [given] = pair.filter((name) => values[name] !== undefined);
  const [missing] = pair.filter((name) => values[name] === undefined);
  if (given === undefined || pair.some((name) => faulty.has(name))) return [];
  if (missing !== undefined)
    return faultOf(missing, `is not set, but ${given} is`, VARIABLES[missing].remedy);
  if (values.CROWSNEST_LOG === undefined || isSharedLog(values.CROWSNEST_LOG)) return [];
  const remedy = 'Set CROWSNEST_LOG to a log in Redis or NATS, or unset it.';
  return faultOf(given, 'is of no use with a log that belongs to one process', remedy);
}

/** Events of some tenants or types can end before others only where the log drops single events. */
function faultsOfRetention(
  { CROWSNEST_LOG: log }: Partial<Values>,
  { tenants = {}, eventTypes = {} }: Members,
): Fault[] {
  if (log === undefined || dropsSingleEvents(log)) return [];
  const ofTenants = Object.entries(tenants).filter(([, { maxAgeMs }]) => maxAgeMs !== undefined);
  const variables = [
    ...ofTenants.map(([name]) => `tenants.${name}.maxAgeMs`),
    ...Object.keys(eventTypes).map((type) => `eventTypes.${type}`),
  ];
  const problem = 'cannot hold in a log in NATS, which keeps and drops events in batches';
  const remedy = 'Leave it out, so that CROWSNEST_LOG_MAX_AGE_MS holds for all events, or use another log.';
  return variables.map((variable) => ({ variable, problem, remedy }));
}

/** The setting that lets other machines in; undefined when only this machine can connect. */
function openingOf({
  HOST,
  CROWSNEST_PUBLIC_URL,
  CROWSNEST_TRUST_PROXY,
}: Partial<Values>): string | undefined {
  if (HOST !== undefined && !isLoopback(HOST)) return `HOST=${HOST}`;
  // Even on loopback, a proxy can let other machines in.
  if (CROWSNEST_TRUST_PROXY) return 'CROWSNEST_TRUST_PROXY';
  if (!isBehindProxy({ publicUrl: CROWSNEST_PUBLIC_URL ?? null })) return undefined;
  return `CROWSNEST_PUBLIC_URL=${CROWSNEST_PUBLIC_URL}`;
}

function faultsOfOpening(
  opening: string,
  { ADMIN_TOKENS, AGENT_KEYS, INGEST_KEYS = [] }: Partial<Values>,
  { admins = [], agents, observers = [], authorization, oidc }: Members,
): Fault[] {
  const faults: Fault[] = [];
  const secrets = { AGENT_KEYS: AGENT_KEYS?.map(({ key }) => key), ADMIN_TOKENS };
  const mayBeNone = {
    AGENT_KEYS: agents !== undefined || authorization !== undefined,
    // On loopback the server generates an admin token when there is none, and that token is long enough.
    ADMIN_TOKENS: admins.length > 0 || oidc !== undefined || !opening.startsWith('HOST'),
  };
  for (const variable of ['AGENT_KEYS', 'ADMIN_TOKENS'] as const) {
    if (secrets[variable]?.length === 0 && !mayBeNone[variable]) faults.push(missing(variable, opening));
    if (secrets[variable]?.some(isShort)) faults.push(tooShort(variable, opening));
  }
  if (admins.some((admin) => 'token' in admin && isShort(admin.token)))
    faults.push({ ...tooShort('ADMIN_TOKENS', opening), variable: 'admins' });
  if (agents?.some((agent) => 'key' in agent && isShort(agent.key)))
    faults.push({ ...tooShort('AGENT_KEYS', opening), variable: 'agents' });
  if (INGEST_KEYS.some(({ key }) => isShort(key))) faults.push(tooShort('INGEST_KEYS', opening));
  if (observers.some((observer) => 'key' in observer && isShort(observer.key)))
    faults.push({ ...tooShort('INGEST_KEYS', opening), variable: 'observers' });
  return faults;
}

function isShort({ length }: string): boolean {
  return length < SHORTEST_SECRET;
}

function missing(variable: SecretVariable, cause: string): Fault {
  const way = cause.startsWith('HOST') ? 'listen on HOST=127.0.0.1' : `unset ${cause.split('=')[0]}`;
  return {
    variable,
    problem: `is not set, but ${cause} lets other machines in`,
    remedy: `${VARIABLES[variable].remedy} Or ${way}.`,
  };
}

function tooShort(variable: SecretVariable, cause: string): Fault {
  const kind = variable === 'ADMIN_TOKENS' ? 'token' : 'key';
  return {
    variable,
    problem: `has a ${kind} of less than ${SHORTEST_SECRET} characters, but ${cause} lets other machines in`,
    remedy: VARIABLES[variable].remedy,
  };
}
