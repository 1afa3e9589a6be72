import type { ToHost, ToTab } from '../messages.ts';

/** A way to the host that is open. */
export interface Way {
  send(message: ToHost): void;
  close(): void;
}

/**
 * Opens a way to the host. `hear` gets what the host says; `fail` is called when the way cannot be opened, or breaks.
 */
export type Door = (hear: (message: ToTab) => void, fail: () => void) => Way;
