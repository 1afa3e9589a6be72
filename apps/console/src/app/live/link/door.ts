import type { ToHost, ToTab } from '../messages.ts';

/** An open connection to the host. */
export interface Way {
  send(message: ToHost): void;
  close(): void;
}

/**
 * Opens a connection to the host. `hear` gets its messages; `fail` is called if the connection cannot be opened or
 * breaks.
 */
export type Door = (hear: (message: ToTab) => void, fail: () => void) => Way;
