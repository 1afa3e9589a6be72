import type { Icon } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { Completer } from './handler.ts';

/** The options of a prompt, as agents see them. */
export interface PromptOptions {
  /** Unique within the server. */
  name: string;
  title?: string;
  description?: string;
  /** The schema of the arguments, which agents send as text. A prompt without it takes no arguments. */
  args?: z.ZodObject;
  /** Suggests values for each argument. `this` is the provider of the decorated method. */
  complete?: Record<string, Completer>;
  icons?: Icon[];
}
