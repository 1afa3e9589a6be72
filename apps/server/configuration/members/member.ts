import type { z } from 'zod';

/** A member of the configuration file that is more than a text, a number or a list of texts. */
export interface Member<T = unknown> {
  /** Its issues describe the fault without repeating a secret. */
  schema: z.ZodType<T>;
  /** Its description in the JSON Schema. */
  meaning: string;
  /** How to correct a wrong value. */
  remedy: string;
}
