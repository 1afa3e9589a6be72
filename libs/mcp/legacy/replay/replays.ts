import { Inject, Injectable } from '@nestjs/common';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from '../../mcp.module-definition.ts';
import { ReplayBudget } from './replay-budget.ts';
import { DEFAULT_REPLAY_LIMITS } from './replay-limits.ts';
import { SessionReplay } from './session-replay.ts';

/** What is kept for agents that come back, by session and within a bound for each tenant and for all. */
@Injectable()
export class Replays {
  readonly #limits;
  readonly #budget: ReplayBudget;

  constructor(@Inject(MCP_MODULE_OPTIONS) { replay }: McpModuleOptions) {
    this.#limits = { ...DEFAULT_REPLAY_LIMITS, ...replay };
    this.#budget = new ReplayBudget(this.#limits);
  }

  /** Bytes that are kept at the moment. */
  get bytes(): number {
    return this.#budget.bytes;
  }

  /** For one session of a tenant; undefined when nothing is to be kept. */
  forSession(tenantId: string): SessionReplay | undefined {
    if (this.#limits.maxMessages === 0) return undefined;
    return new SessionReplay(this.#limits, this.#budget, tenantId);
  }
}
