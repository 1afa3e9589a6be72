import type { Destination } from './public-client.ts';

/** What the suite tells the process of a client to do. Each order has a number, and is answered under it. */
export type AnsweredOrder = { number: number } & (
  | { order: 'connect'; destination: Destination }
  | { order: 'list' }
  | { order: 'call'; tool: string; args: Record<string, unknown> }
  | { order: 'close' }
);

/** An order, or the cancellation of the call of this number: that call's own reply says what became of it. */
export type Order = AnsweredOrder | { order: 'cancel'; number: number };

/** The first reply has the number 0: the client is loaded. */
export type Reply = { number: number } & ({ value: unknown } | { error: string });
