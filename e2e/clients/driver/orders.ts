import type { Destination } from './public-client.ts';

/** What the suite tells the process of a client to do. The reply to an order has the order's number. */
export type AnsweredOrder = { number: number } & (
  | { order: 'connect'; destination: Destination }
  | { order: 'list' }
  | { order: 'call'; tool: string; args: Record<string, unknown> }
  | { order: 'close' }
);

/** An order, or the cancellation of the call with this number, whose own reply tells the outcome. */
export type Order = AnsweredOrder | { order: 'cancel'; number: number };

/** The first reply has the number 0 and tells that the client is loaded. */
export type Reply = { number: number } & ({ value: unknown } | { error: string });
