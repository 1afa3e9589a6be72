import type { Icon } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { Completer } from './handler.ts';

/** How a prompt is presented to agents. */
export interface PromptOptions {
  /** Unique within the server. */
  name: string;
  title?: string;
  description?: string;
  /** The schema of the arguments, which agents send as text; without it the prompt takes none. */
  args?: z.ZodObject;
  /** Suggests values, by argument. `this` is the provider of the decorated method. */
  complete?: Record<string, Completer>;
  icons?: Icon[];
}
