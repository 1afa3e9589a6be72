import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from './configuration/index.ts';

/** The names in the parts of the configuration that are applied while the server runs, and what became of them. */
export interface ConfigurationChanges {
  added: string[];
  removed: string[];
  changed: string[];
}

/** Compares two configurations by name. Names alone are told: the values may be secrets. */
export function changesBetween(before: Configuration, next: Configuration): ConfigurationChanges {
  const [old, now] = [entriesOf(before), entriesOf(next)];
  return {
    added: [...now.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    changed: [...now.keys()].filter(
      (name) => old.has(name) && !isDeepStrictEqual(old.get(name), now.get(name)),
    ),
  };
}

/** By part and name. Two entries may have one name, as when a person gets a new token before the old one is withdrawn. */
function entriesOf({ adminTokens, agentKeys, ingestKeys, quotas }: Configuration): Map<string, unknown> {
  const named = [
    ...adminTokens.map((token) => [`admins.${token.name}`, token] as const),
    ...agentKeys.map((key) => [`agents.${key.name ?? key.tenantId}`, key] as const),
    ...ingestKeys.map((key) => [`observers.${key.name ?? key.tenantId}`, key] as const),
  ];
  const entries = Map.groupBy(named, ([name]) => name);
  const limits = Object.entries(quotas.tenants ?? {}).map(
    ([name, rule]) => [`limits.${name}`, rule] as const,
  );
  return new Map<string, unknown>([...entries, ...limits, ['limits.default', quotas.default]]);
}
