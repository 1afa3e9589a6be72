import type { McpServer } from '@modelcontextprotocol/server';

const REGISTERED = [
  '_registeredTools',
  '_registeredPrompts',
  '_registeredResources',
  '_registeredResourceTemplates',
];

/**
 * Makes a server object know only the names that were registered. WHY: the SDK keeps them as members of plain
 * objects. A request for `constructor` would find an inherited member, and a tool with that name could not be
 * registered. `sdk.spec.ts` fails when the SDK keeps the names in another way.
 */
export function knowOwnNamesOnly(server: McpServer): void {
  const registries = server as unknown as Record<string, object | undefined>;
  for (const name of REGISTERED) {
    const registry = registries[name];
    if (!registry) throw new Error(`The SDK has no ${name}`);
    Object.setPrototypeOf(registry, null);
  }
}
