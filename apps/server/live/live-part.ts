import type { Configuration } from '../configuration/index.ts';

/** A part of the configuration that is applied while the server runs. */
export interface LivePart {
  /** What people call it. */
  name: string;
  /** The settings that it is read from, by their names in the file. */
  settings: readonly string[];
  /** Applies it, and returns what the log says of it. */
  apply(configuration: Configuration): string;
}
