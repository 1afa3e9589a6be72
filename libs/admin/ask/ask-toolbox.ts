import { Injectable } from '@nestjs/common';
import type { AskTool, AskTools } from './ask-tool.ts';

/** The tools for the assistants of admins that other modules bring. */
@Injectable()
export class AskToolbox {
  readonly #tools: AskTool[] = [];

  get tools(): readonly AskTool[] {
    return this.#tools;
  }

  /** Adds tools. Call it in a constructor. */
  add({ tools }: AskTools): void {
    this.#tools.push(...tools);
  }
}
