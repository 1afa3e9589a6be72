import type { Given, ValueSchema } from './plain-values.ts';

/** One variable of the configuration, as the environment, the file and the README know it. */
export interface Variable<T = unknown> {
  schema: ValueSchema<T>;
  /** What it is when it is not set; without one it has no value. */
  default?: Given;
  /** What the README says of it. */
  meaning: string;
  /** How to correct a wrong value. */
  remedy: string;
  /** Whether messages must never show its value. */
  secret?: true;
}
