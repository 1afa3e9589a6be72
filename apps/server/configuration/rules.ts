import { isBehindProxy, isLoopback } from '#edge';
import type { Fault } from './fault.ts';
import type { Values } from './read-values.ts';
import { VARIABLES } from './variables.ts';

/** Minimum length of a token or key where other machines could guess it. */
const SHORTEST_SECRET = 16;

type SecretVariable = 'ADMIN_TOKENS' | 'AGENT_KEYS';

/** Faults between values that are right each on its own. A value that is wrong by itself is left out. */
export function brokenRules(values: Partial<Values>): Fault[] {
  const { HOST, ADMIN_TOKENS, AGENT_KEYS } = values;
  const faults = HOST === undefined || isLoopback(HOST) ? behindProxy(values) : beyondLoopback(HOST, values);
  if (AGENT_KEYS?.some(({ key }) => ADMIN_TOKENS?.includes(key))) {
    faults.push({
      variable: 'AGENT_KEYS',
      problem: 'has a key that is also one of ADMIN_TOKENS',
      remedy: 'Give the agent a key of its own: with this one it could sign in as an admin.',
    });
  }
  return faults;
}

function beyondLoopback(host: string, { ADMIN_TOKENS, AGENT_KEYS }: Partial<Values>): Fault[] {
  const faults: Fault[] = [];
  const secrets = { AGENT_KEYS: AGENT_KEYS?.map(({ key }) => key), ADMIN_TOKENS };
  for (const variable of ['AGENT_KEYS', 'ADMIN_TOKENS'] as const) {
    if (secrets[variable]?.length === 0) faults.push(missing(variable, `HOST=${host}`));
    if (secrets[variable]?.some(({ length }) => length < SHORTEST_SECRET))
      faults.push(tooShort(variable, host));
  }
  return faults;
}

/** On loopback, a proxy can let other machines in: as anonymous agents they would be refused one by one. */
function behindProxy({ AGENT_KEYS, CROWSNEST_PUBLIC_URL, CROWSNEST_TRUST_PROXY }: Partial<Values>): Fault[] {
  if (AGENT_KEYS?.length !== 0) return [];
  if (CROWSNEST_TRUST_PROXY) return [missing('AGENT_KEYS', 'CROWSNEST_TRUST_PROXY')];
  if (!isBehindProxy({ publicUrl: CROWSNEST_PUBLIC_URL ?? null })) return [];
  return [missing('AGENT_KEYS', `CROWSNEST_PUBLIC_URL=${CROWSNEST_PUBLIC_URL}`)];
}

function missing(variable: SecretVariable, cause: string): Fault {
  const way = cause.startsWith('HOST') ? 'listen on HOST=127.0.0.1' : `unset ${cause.split('=')[0]}`;
  return {
    variable,
    problem: `is not set, but ${cause} lets other machines in`,
    remedy: `${VARIABLES[variable].remedy} Or ${way}.`,
  };
}

function tooShort(variable: SecretVariable, host: string): Fault {
  const kind = variable === 'ADMIN_TOKENS' ? 'token' : 'key';
  return {
    variable,
    problem: `has a ${kind} of less than ${SHORTEST_SECRET} characters, but HOST=${host} lets other machines in`,
    remedy: VARIABLES[variable].remedy,
  };
}
