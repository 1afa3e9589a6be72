import type { AdminToken } from '#admin';
import { digestOf, isBehindProxy, isLoopback } from '#edge';
import { isSharedLog } from '#events';
import { ADMINS_MEMBER } from './admins.ts';
import type { Fault } from './fault.ts';
import type { Values } from './read-values.ts';
import { VARIABLES } from './variables.ts';

/** Minimum length of a token or key that other machines could guess. */
const SHORTEST_SECRET = 16;

type SecretVariable = 'ADMIN_TOKENS' | 'AGENT_KEYS';

/** Checks rules between values that are valid on their own. Ignores values that are not: `faulty` names them. */
export function brokenRules(
  values: Partial<Values>,
  admins: readonly AdminToken[],
  faulty: ReadonlySet<string>,
): Fault[] {
  const { ADMIN_TOKENS, AGENT_KEYS } = values;
  const opening = openingOf(values);
  const faults = opening ? faultsOfOpening(opening, values, admins) : [];
  if (AGENT_KEYS?.some(({ key }) => ADMIN_TOKENS?.includes(key))) {
    faults.push({
      variable: 'AGENT_KEYS',
      problem: 'has a key that is also one of ADMIN_TOKENS',
      remedy: 'Give the agent a key of its own: with this one it could sign in as an admin.',
    });
  }
  return [...faults, ...faultsOfAdmins(values, admins), ...faultsOfCluster(values, faulty)];
}

/** A token says who its holder is, so it may stand only once. */
function faultsOfAdmins(
  { ADMIN_TOKENS = [], AGENT_KEYS = [] }: Partial<Values>,
  admins: readonly AdminToken[],
): Fault[] {
  const others = [...ADMIN_TOKENS, ...AGENT_KEYS.map(({ key }) => key)];
  const known = new Set(others.map((secret) => digestOf({ secret }).toString('hex')));
  return admins.flatMap((admin, index): Fault[] => {
    const digest = 'token' in admin ? digestOf({ secret: admin.token }).toString('hex') : admin.tokenSha256;
    if (!known.has(digest)) {
      known.add(digest);
      return [];
    }
    const problem = 'has a token that another admin or agent has too';
    return [{ variable: `${ADMINS_MEMBER}[${index}]`, problem, remedy: 'Give each a token of their own.' }];
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
  { ADMIN_TOKENS, AGENT_KEYS }: Partial<Values>,
  admins: readonly AdminToken[],
): Fault[] {
  const faults: Fault[] = [];
  const secrets = { AGENT_KEYS: AGENT_KEYS?.map(({ key }) => key), ADMIN_TOKENS };
  for (const variable of ['AGENT_KEYS', 'ADMIN_TOKENS'] as const) {
    // On loopback the server generates an admin token when there is none, and that token is long enough.
    const mayBeNone = variable === 'ADMIN_TOKENS' && (admins.length > 0 || !opening.startsWith('HOST'));
    if (secrets[variable]?.length === 0 && !mayBeNone) faults.push(missing(variable, opening));
    if (secrets[variable]?.some(({ length }) => length < SHORTEST_SECRET))
      faults.push(tooShort(variable, opening));
  }
  if (admins.some((admin) => 'token' in admin && admin.token.length < SHORTEST_SECRET))
    faults.push({ ...tooShort('ADMIN_TOKENS', opening), variable: ADMINS_MEMBER });
  return faults;
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
