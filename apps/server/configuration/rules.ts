import { isLoopback } from '#admin';
import type { Fault } from './fault.ts';
import type { Values } from './read-values.ts';
import { VARIABLES } from './variables.ts';

/** Beyond loopback, a shorter token could be guessed in time. */
const SHORTEST_TOKEN = 16;

/** What is wrong between values that are right each on its own. A value that is not right is not looked at. */
export function brokenRules({ HOST, ADMIN_TOKENS, AGENT_KEYS }: Partial<Values>): Fault[] {
  const faults: Fault[] = [];
  if (HOST !== undefined && !isLoopback(HOST)) {
    if (AGENT_KEYS?.length === 0) faults.push(neededBeyondLoopback('AGENT_KEYS', HOST));
    if (ADMIN_TOKENS?.length === 0) faults.push(neededBeyondLoopback('ADMIN_TOKENS', HOST));
    if (ADMIN_TOKENS?.some((token) => token.length < SHORTEST_TOKEN)) faults.push(tooShort(HOST));
  }
  if (AGENT_KEYS?.some(({ key }) => ADMIN_TOKENS?.includes(key))) {
    faults.push({
      variable: 'AGENT_KEYS',
      problem: 'has a key that is also one of ADMIN_TOKENS',
      remedy: 'Give the agent a key of its own: with this one it could sign in as an admin.',
    });
  }
  return faults;
}

function tooShort(host: string): Fault {
  return {
    variable: 'ADMIN_TOKENS',
    problem: `has a token of less than ${SHORTEST_TOKEN} characters, but HOST=${host} lets other machines in`,
    remedy: VARIABLES.ADMIN_TOKENS.remedy,
  };
}

function neededBeyondLoopback(variable: 'AGENT_KEYS' | 'ADMIN_TOKENS', host: string): Fault {
  return {
    variable,
    problem: `is not set, but HOST=${host} lets other machines in`,
    remedy: `${VARIABLES[variable].remedy} Or listen on HOST=127.0.0.1.`,
  };
}
