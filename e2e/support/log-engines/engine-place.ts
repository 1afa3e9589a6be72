import type { EventLog } from '#events';

/** How much history an engine keeps. */
export interface Retention {
  maxEvents?: number;
  maxAgeMs?: number;
  payloadMaxAgeMs?: number;
  auditMaxAgeMs?: number;
}

/** A storage location for consecutive engines. */
export interface EnginePlace {
  /** Creates an engine without opening it. */
  create(retention?: Retention): EventLog;
  /** Whether an engine finds the history of the one before it. */
  keepsHistory: boolean;
  /** Whether an engine keeps states of projections. */
  keepsStates?: boolean;
  /** Keeps the engine from committing; resolves with a function that ends this. Missing if nothing can interrupt it. */
  interrupt?: () => Promise<() => Promise<void>>;
  /** Removes the location after its engines were closed. */
  remove(): Promise<void>;
}
