import type { Icon, StandardSchemaWithJSON, ToolAnnotations } from '@modelcontextprotocol/server';
import type { z } from 'zod';

/** How a tool is presented to agents, and how its calls are bounded. */
export interface ToolOptions {
  /** Unique within the server: 1 to 128 letters, digits, `_`, `-` and `.`. */
  name: string;
  title?: string;
  description?: string;
  /** The schema of the arguments: zod, or JSON Schema by the MCP SDK's `fromJsonSchema`. Without it the tool takes none. */
  input?: z.ZodObject | StandardSchemaWithJSON;
  /** The schema of a structured result; a result that breaks it fails the call. */
  output?: z.ZodObject | StandardSchemaWithJSON;
  /** Hints for the agent, such as `readOnlyHint`. */
  annotations?: ToolAnnotations;
  icons?: Icon[];
  /** Milliseconds after which a call fails as timed out; 0 for never. Default: the module's. */
  timeoutMs?: number;
}
