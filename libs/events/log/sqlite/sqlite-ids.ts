import type { EventId } from '#contract';

export function toId(row: number): EventId {
  return String(row) as EventId;
}

/** Whether an id has the form of another engine, `ms-seq`. */
export function isForeign(id: EventId): boolean {
  return id.includes('-');
}

/** The greatest row number that does not come after an id, of whatever form. */
export function rowUpTo(id: EventId): number {
  return Number(id.split('-', 1)[0]);
}
