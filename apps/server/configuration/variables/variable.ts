import type { Given, ValueSchema } from './plain-values.ts';

/** One variable of the configuration, as it is read and documented. */
export interface Variable<T = unknown> {
  schema: ValueSchema<T>;
  /** The value when the variable is not set. Without a default the variable has no value then. */
  default?: Given;
  /** Its description in the README. */
  meaning: string;
  /** How to correct a wrong value. */
  remedy: string;
  /** Whether its value must never be shown. */
  secret?: true;
  /** What a fault shows of a value that may contain a secret. */
  shown?: (value: string) => string;
}
