import type { McpServer } from '@modelcontextprotocol/server';

const REGISTERED = [
  '_registeredTools',
  '_registeredPrompts',
  '_registeredResources',
  '_registeredResourceTemplates',
];

/**
 * Has a server object know no names but those that are registered. WHY: the SDK keeps them as members of plain objects,
 * where an agent's `constructor` finds what every object inherits, and a tool of that name is taken already.
 * `sdk.spec.ts` fails when the SDK keeps them otherwise.
 */
export function knowOwnNamesOnly(server: McpServer): void {
  const registries = server as unknown as Record<string, object | undefined>;
  for (const name of REGISTERED) {
    const registry = registries[name];
    if (!registry) throw new Error(`The SDK has no ${name}`);
    Object.setPrototypeOf(registry, null);
  }
}
