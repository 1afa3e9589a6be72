import { Injectable } from '@nestjs/common';
import type { ToolContext } from './tool-context.ts';
import type { ToolOptions } from './tool-options.ts';

/** A tool that can be called. */
export interface ToolDefinition {
  options: ToolOptions;
  /** Runs the handler; resolves with whatever it returns. */
  handle(input: unknown, context: ToolContext): Promise<unknown>;
}

// The name as the specification's revision 2025-11-25 recommends it.
const TOOL_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/** The tools that this server serves, by name. */
@Injectable()
export class ToolRegistry {
  readonly #tools = new Map<string, ToolDefinition>();

  /** Adds a tool; throws when its name is taken or malformed. `source` says whose it is. */
  register(tool: ToolDefinition, source: string): void {
    const { name } = tool.options;
    if (!TOOL_NAME.test(name))
      throw new Error(`${source}: "${name}" is no tool name; use 1 to 128 letters, digits, "_", "-" and "."`);
    if (this.#tools.has(name))
      throw new Error(`${source}: another tool is named "${name}" already; rename one of them`);
    this.#tools.set(name, tool);
  }

  get(name: string): ToolDefinition | undefined {
    return this.#tools.get(name);
  }

  list(): ToolDefinition[] {
    return [...this.#tools.values()];
  }
}
