import { Inject, Injectable } from '@nestjs/common';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from '../../mcp.module-definition.ts';
import { ReplayBudget } from './replay-budget.ts';
import { DEFAULT_REPLAY_LIMITS } from './replay-limits.ts';
import { SessionReplay } from './session-replay.ts';

/** Keeps messages so that agents can resume their streams, with limits per tenant and in total. */
@Injectable()
export class Replays {
  readonly #limits;
  readonly #budget: ReplayBudget;

  constructor(@Inject(MCP_MODULE_OPTIONS) { replay }: McpModuleOptions) {
    this.#limits = { ...DEFAULT_REPLAY_LIMITS, ...replay };
    this.#budget = new ReplayBudget(this.#limits);
  }

  /** Bytes that are kept now. */
  get bytes(): number {
    return this.#budget.bytes;
  }

  /** Creates the replay of one session; undefined when nothing is kept. */
  forSession(tenantId: string): SessionReplay | undefined {
    if (this.#limits.maxMessages === 0) return undefined;
    return new SessionReplay(this.#limits, this.#budget, tenantId);
  }
}
