import { Injectable } from '@nestjs/common';
import { DefinitionRegistry } from './definition-registry.ts';
import type { Handler } from './handler.ts';
import { faultOfSchema } from '../schemas/schema-fault.ts';
import { listedAsAnyObject } from '../schemas/any-object.ts';
import type { ToolOptions } from './tool-options.ts';

/** A tool and its handler. */
export interface ToolDefinition {
  options: ToolOptions;
  handle: Handler;
}

// The form of names that revision 2025-11-25 of the specification recommends.
const TOOL_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/** The tools that this server serves, by name. */
@Injectable()
export class ToolRegistry extends DefinitionRegistry<ToolDefinition> {
  /** Also throws when a schema cannot be described to agents. */
  override register(definition: ToolDefinition, source: string): void {
    const options = { ...definition.options };
    for (const side of ['input', 'output'] as const) {
      const schema = listableSchema(options, side, source);
      if (schema) options[side] = schema;
    }
    super.register({ ...definition, options }, source);
  }

  protected keyOf({ options: { name } }: ToolDefinition, source: string): string {
    // Without types, it may be missing, and its text would be a name.
    if (typeof name === 'string' && TOOL_NAME.test(name)) return name;
    throw new Error(
      `${source}: "${name}" is not a tool name; use 1 to 128 letters, digits, "_", "-" and "."`,
    );
  }

  protected taken(name: string): string {
    return `another tool is named "${name}" already; rename one of them`;
  }
}

/** The schema of one side; undefined when there is none. Throws when it cannot be listed, unless the tool allows that. */
function listableSchema(
  { name, unlistableSchemas = 'refuse', ...schemas }: ToolOptions,
  side: 'input' | 'output',
  source: string,
): ToolOptions['input'] {
  const schema = schemas[side];
  const fault = schema && faultOfSchema(schema, side);
  if (!fault) return schema;
  const isUnwritable = fault.kind === 'unwritable';
  if (isUnwritable && unlistableSchemas === 'omit') return listedAsAnyObject(schema);
  const choice = isUnwritable ? ", or list the tool without it by unlistableSchemas: 'omit'" : '';
  throw new Error(
    `${source}: the ${side} schema of tool "${name}" cannot be listed: ${fault.message}${choice}`,
  );
}
