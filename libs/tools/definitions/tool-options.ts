import type { Icon, StandardSchemaWithJSON, ToolAnnotations } from '@modelcontextprotocol/server';
import type { z } from 'zod';

/** The options of a tool: how agents see it, and how its calls are limited. */
export interface ToolOptions {
  /** Unique within the server: 1 to 128 letters, digits, `_`, `-` and `.`. */
  name: string;
  title?: string;
  description?: string;
  /**
   * The schema of the arguments: zod, or JSON Schema through the MCP SDK's `fromJsonSchema`. A tool without it takes
   * no arguments.
   */
  input?: z.ZodObject | StandardSchemaWithJSON;
  /** The schema of a structured result. A result that does not match it fails the call. */
  output?: z.ZodObject | StandardSchemaWithJSON;
  /**
   * What happens when a schema cannot be listed, because JSON Schema cannot express it. `refuse` fails the start. `omit`
   * lists the tool with a schema that accepts any object instead, and still validates with the original schema.
   * Default: `refuse`.
   */
  unlistableSchemas?: 'refuse' | 'omit';
  /** Hints for the agent, such as `readOnlyHint`. */
  annotations?: ToolAnnotations;
  icons?: Icon[];
  /**
   * The scopes that an agent needs to call the tool, all of them. Without them it sees the tool, and a call is refused
   * with 403.
   */
  scopes?: readonly string[];
  /** Milliseconds after which a call times out; 0 for never. Default: the module's `callTimeoutMs`. */
  timeoutMs?: number;
}
