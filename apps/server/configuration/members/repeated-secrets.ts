import type { AdminToken } from '#admin';
import { digestOf, digestOfKey } from '#edge';
import { digestOfIngestKey } from '#ingest';
import type { Fault } from '../fault.ts';
import type { Members } from './members.ts';
import type { Values } from '../variables/read-values.ts';

/** A secret says who its holder is, so it may stand only once. Secrets are compared by digest. */
export function repeatedSecrets(
  { ADMIN_TOKENS = [], AGENT_KEYS = [], INGEST_KEYS = [] }: Partial<Values>,
  { admins = [], agents = [], observers = [] }: Members,
): Fault[] {
  const faults: Fault[] = [];
  if (AGENT_KEYS.some(({ key }) => ADMIN_TOKENS.includes(key))) {
    faults.push({
      variable: 'AGENT_KEYS',
      problem: 'has a key that is also one of ADMIN_TOKENS',
      remedy: 'Give the agent a key of its own: with this one it could sign in as an admin.',
    });
  }
  const known = new Set([...ADMIN_TOKENS, ...AGENT_KEYS.map(({ key }) => key)].map(hexOf));
  const check = (variable: string, kind: string, digest: string): void => {
    const problem = `has a ${kind} that another admin, agent or observer has too`;
    if (known.has(digest)) faults.push({ variable, problem, remedy: 'Give each a secret of their own.' });
    known.add(digest);
  };
  INGEST_KEYS.forEach(({ key }) => check('INGEST_KEYS', 'key', hexOf(key)));
  agents.forEach((agent, n) => check(`agents[${n}]`, 'key', digestOfKey(agent).toString('hex')));
  observers.forEach((observer, n) =>
    check(`observers[${n}]`, 'key', digestOfIngestKey(observer).toString('hex')),
  );
  admins.forEach((admin, n) => check(`admins[${n}]`, 'token', hexOfToken(admin)));
  return faults;
}

function hexOfToken(admin: AdminToken): string {
  return 'token' in admin ? hexOf(admin.token) : admin.tokenSha256;
}

function hexOf(secret: string): string {
  return digestOf({ secret }).toString('hex');
}
