import type { EventId } from '#contract';
import { partsOf } from '../../frame-text.ts';

export function toId(row: number): EventId {
  return String(row) as EventId;
}

/** The row number of the event in a frame. */
export function rowOf(frame: string): number {
  return Number(partsOf(frame).id);
}

/** Whether an id has the form of another engine, `ms-seq`. */
export function isForeign(id: EventId): boolean {
  return id.includes('-');
}

/** The greatest row number that does not come after an id, of whatever form. */
export function rowUpTo(id: EventId): number {
  return Number(id.split('-', 1)[0]);
}
