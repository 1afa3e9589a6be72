import type { EventId } from '#contract';

// An id is `MAJOR-NUMBER`: the clock when its message was appended, or the time of the last id if that is later, and the
// number of the event.

/** The number of an event: the second part of its id. */
export function numberOf(id: EventId): number {
  return Number(id.slice(id.indexOf('-') + 1));
}

/** What the ids of a message have in common: the first part. */
export function majorOf(id: EventId): number {
  return Number(id.slice(0, id.indexOf('-')));
}

/** The id of an event from its two numbers. */
export function idAt(major: number, number: number): EventId {
  return `${major}-${number}` as EventId;
}
