import type { EventId } from '#contract';

/** Converts an id to a decimal one. Of a `ms-seq` id, which another engine writes, this is the part before the `-`. */
export function decimalId(id: EventId): EventId {
  const end = id.indexOf('-');
  return end === -1 ? id : (id.slice(0, end) as EventId);
}

/** The first decimal id that is `id` or greater. */
export function decimalIdFrom(id: EventId): EventId {
  const decimal = decimalId(id);
  return decimal === id || id.endsWith('-0') ? decimal : successorOf(decimal);
}

/** The decimal id after `id`. No event lies between the two. */
export function successorOf(id: EventId): EventId {
  return String(BigInt(id) + 1n) as EventId;
}
