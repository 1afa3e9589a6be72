import { Injectable } from '@nestjs/common';
import { ToolAccess, type AgentPrincipal, type ToolTest } from '#edge';
import { toolPlaceOf, WithheldTools, type Offer } from '#tools';

/** The tools of an offer that exist for an agent: those that it may use, except for those that are withheld from everybody. */
@Injectable()
export class UsableTools {
  constructor(
    private readonly access: ToolAccess,
    private readonly withheld: WithheldTools,
  ) {}

  /** What is known about an agent for its connection: nothing when it may use every tool, and none can be withheld. */
  of(agent: AgentPrincipal, offer: Offer): { mayUse?: ToolTest } {
    const known = this.access.of(agent);
    if (!this.withheld.refuses) return known;
    const { mayUse: isPermitted = () => true } = known;
    const isWithheld: ToolTest = (name) => {
      const { tool, upstream } = toolPlaceOf(offer, name);
      return this.withheld.has(tool, upstream);
    };
    return { mayUse: (tool) => isPermitted(tool) && !isWithheld(tool) };
  }

  mayUse(agent: AgentPrincipal, offer: Offer, tool: string): boolean {
    return this.of(agent, offer).mayUse?.(tool) ?? true;
  }
}
