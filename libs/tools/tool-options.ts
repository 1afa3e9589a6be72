import type { ToolAnnotations } from '@modelcontextprotocol/server';
import type { z } from 'zod';

/** How a tool is presented to agents, and how its calls are bounded. */
export interface ToolOptions {
  /** Unique within the server: 1 to 128 letters, digits, `_`, `-` and `.`. */
  name: string;
  title?: string;
  description?: string;
  /** The schema of the arguments; without it the tool takes none. */
  input?: z.ZodObject;
  /** The schema of a structured result; a result that breaks it fails the call. */
  output?: z.ZodObject;
  /** Hints for the agent, such as `readOnlyHint`. */
  annotations?: ToolAnnotations;
  /** Milliseconds after which a call fails as timed out; 0 for never. Default: the module's. */
  timeoutMs?: number;
}
