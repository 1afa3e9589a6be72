import { CHANGING_LISTS } from '../link/list-changes.ts';
import { isObject } from '../link/messages.ts';

/** What several upstreams can do together: what any of them can. One that has not stated it may have lists of all kinds. */
export function mergedCapabilities(stated: readonly unknown[]): object {
  const known = stated.filter(isObject);
  const lists = known.length < stated.length ? CHANGING_LISTS : (['tools'] as const);
  const merged: Record<string, object> = Object.fromEntries(lists.map((list) => [list, {}]));
  for (const capabilities of known)
    for (const [name, capability] of Object.entries(capabilities))
      merged[name] = { ...merged[name], ...(isObject(capability) && capability) };
  // Lists may change whenever an upstream comes or goes.
  for (const name of CHANGING_LISTS) if (merged[name]) merged[name] = { ...merged[name], listChanged: true };
  // They are bound to one upstream, and their names would have to be told apart.
  delete merged['tasks'];
  return merged;
}

/** The instructions of several upstreams, each below its name. */
export function mergedInstructions(
  stated: readonly (readonly [upstream: string, instructions: unknown])[],
): string | undefined {
  const parts = stated.flatMap(([upstream, instructions]) =>
    typeof instructions === 'string' ? [`# ${upstream}\n\n${instructions}`] : [],
  );
  return parts.length === 0 ? undefined : parts.join('\n\n');
}
