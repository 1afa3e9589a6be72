import { anyPattern } from '#contract';
import type { AgentPrincipal } from './principal.ts';
import type { ToolRules } from './tool-rules.ts';

/** Decides about a tool by its name. */
export type ToolTest = (tool: string) => boolean;

/** Which tools an agent may see and call: those that its own rules and those of its tenant permit. */
export class ToolAccess {
  readonly #tenants: ReadonlyMap<string, ToolTest>;

  constructor(tenants: Readonly<Record<string, ToolRules>> = {}) {
    this.#tenants = new Map(Object.entries(tenants).map(([tenantId, rules]) => [tenantId, testOf(rules)]));
  }

  /** What is known about an agent for its connection: nothing when it may use every tool. */
  of({ tools, tenantId }: AgentPrincipal): { mayUse?: ToolTest } {
    const own = tools && testOf(tools);
    const ofTenant = this.#tenants.get(tenantId);
    if (!own || !ofTenant) return own || ofTenant ? { mayUse: (own ?? ofTenant)! } : {};
    return { mayUse: (tool) => own(tool) && ofTenant(tool) };
  }

  mayUse(agent: AgentPrincipal, tool: string): boolean {
    return this.of(agent).mayUse?.(tool) ?? true;
  }
}

function testOf({ allow, deny = [] }: ToolRules): ToolTest {
  const isAllowed = allow ? matcherOf(allow) : () => true;
  const isDenied = matcherOf(deny);
  return (tool) => isAllowed(tool) && !isDenied(tool);
}

function matcherOf(patterns: readonly string[]): ToolTest {
  return anyPattern(patterns.map((pattern) => ({ parts: pattern.split('*') })));
}
