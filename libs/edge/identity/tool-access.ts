import { isDeepStrictEqual } from 'node:util';
import { Subject, type Observable } from 'rxjs';
import { anyPattern } from '#contract';
import type { AgentPrincipal } from './principal.ts';
import type { ToolRules } from './tool-rules.ts';

/** Decides about a tool by its name. */
export type ToolTest = (tool: string) => boolean;

/** The rules of tenants, by their names. */
export type TenantRules = Readonly<Record<string, ToolRules>>;

/**
 * Which tools an agent may see and call: those that its own rules and those of its tenant permit. The rules of tenants can
 * be replaced while the server runs.
 */
export class ToolAccess {
  readonly #changed = new Subject<string>();
  #rules: TenantRules;
  #tenants: ReadonlyMap<string, ToolTest>;

  constructor(rules: TenantRules = {}) {
    this.#rules = rules;
    this.#tenants = testsOf(rules);
  }

  /** The name of each tenant that has other rules than before. */
  get changed(): Observable<string> {
    return this.#changed;
  }

  /** Replaces the rules of all tenants. Returns the names of the tenants whose rules have changed. */
  replaceAll(rules: TenantRules): string[] {
    const before = this.#rules;
    this.#rules = rules;
    this.#tenants = testsOf(rules);
    const changed = Array.from(new Set([...Object.keys(before), ...Object.keys(rules)])).filter(
      (tenantId) => !isDeepStrictEqual(ownRules(before, tenantId), ownRules(rules, tenantId)),
    );
    for (const tenantId of changed) this.#changed.next(tenantId);
    return changed;
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

function testsOf(rules: TenantRules): ReadonlyMap<string, ToolTest> {
  return new Map(Object.entries(rules).map(([tenantId, own]) => [tenantId, testOf(own)]));
}

/** What else is said of a tenant is not about tools. */
function ownRules(rules: TenantRules, tenantId: string): ToolRules {
  const { allow, deny } = Object.hasOwn(rules, tenantId) ? rules[tenantId]! : {};
  return { ...(allow && { allow }), ...(deny && { deny }) };
}

function testOf({ allow, deny = [] }: ToolRules): ToolTest {
  const isAllowed = allow ? matcherOf(allow) : () => true;
  const isDenied = matcherOf(deny);
  return (tool) => isAllowed(tool) && !isDenied(tool);
}

function matcherOf(patterns: readonly string[]): ToolTest {
  return anyPattern(patterns.map((pattern) => ({ parts: pattern.split('*') })));
}
