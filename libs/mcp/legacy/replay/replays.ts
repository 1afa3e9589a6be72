import { Inject, Injectable } from '@nestjs/common';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from '../../mcp.module-definition.ts';
import { DEFAULT_REPLAY_LIMITS } from './replay-limits.ts';
import { SessionReplay, type ReplayUsage } from './session-replay.ts';

/** What is kept for agents that come back, by session and within a bound for all. */
@Injectable()
export class Replays {
  readonly #limits;
  readonly #usage: ReplayUsage = { bytes: 0 };

  constructor(@Inject(MCP_MODULE_OPTIONS) { replay }: McpModuleOptions) {
    this.#limits = { ...DEFAULT_REPLAY_LIMITS, ...replay };
  }

  /** Bytes that are kept at the moment. */
  get bytes(): number {
    return this.#usage.bytes;
  }

  /** For one session; undefined when nothing is to be kept. */
  forSession(): SessionReplay | undefined {
    return this.#limits.maxMessages > 0 ? new SessionReplay(this.#limits, this.#usage) : undefined;
  }
}
