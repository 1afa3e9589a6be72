import { Injectable } from '@nestjs/common';
import { DefinitionRegistry } from './definition-registry.ts';
import type { Handler } from './handler.ts';
import type { ToolOptions } from './tool-options.ts';

/** A tool that can be called. */
export interface ToolDefinition {
  options: ToolOptions;
  handle: Handler;
}

// The name as the specification's revision 2025-11-25 recommends it.
const TOOL_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/** The tools that this server serves, by name. */
@Injectable()
export class ToolRegistry extends DefinitionRegistry<ToolDefinition> {
  protected keyOf({ options: { name } }: ToolDefinition, source: string): string {
    if (TOOL_NAME.test(name)) return name;
    throw new Error(`${source}: "${name}" is no tool name; use 1 to 128 letters, digits, "_", "-" and "."`);
  }

  protected taken(name: string): string {
    return `another tool is named "${name}" already; rename one of them`;
  }
}
