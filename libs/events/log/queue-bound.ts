/** Maximum number of events that wait for a store or broker that stalls or fails. Beyond it the oldest are dropped. */
export const QUEUE_EVENTS = 100_000;
