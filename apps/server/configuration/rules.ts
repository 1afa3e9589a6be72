import { isLoopback } from '#admin/access';
import type { Fault } from './fault.ts';
import type { Values } from './read-values.ts';
import { VARIABLES } from './variables.ts';

/** What is wrong between values that are right each on its own. A value that is not right is not looked at. */
export function brokenRules({ HOST, ADMIN_TOKENS, AGENT_KEYS }: Partial<Values>): Fault[] {
  const faults: Fault[] = [];
  if (HOST !== undefined && !isLoopback(HOST)) {
    if (AGENT_KEYS?.length === 0) faults.push(neededBeyondLoopback('AGENT_KEYS', HOST));
    if (ADMIN_TOKENS?.length === 0) faults.push(neededBeyondLoopback('ADMIN_TOKENS', HOST));
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

function neededBeyondLoopback(variable: 'AGENT_KEYS' | 'ADMIN_TOKENS', host: string): Fault {
  return {
    variable,
    problem: `is not set, but HOST=${host} lets other machines in`,
    remedy: `${VARIABLES[variable].remedy} Or listen on HOST=127.0.0.1.`,
  };
}
