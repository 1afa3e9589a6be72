import type { EventId } from '#contract';
import { idOfLine } from '../../../encoding/json-lines.ts';

export function toId(row: number): EventId {
  return String(row) as EventId;
}

/** The row number of the event on a line. */
export function rowOf(line: string): number {
  return Number(idOfLine(line));
}

/** Whether an id has the form of another engine, `ms-seq`. */
export function isForeign(id: EventId): boolean {
  return id.includes('-');
}

/** The greatest row number that does not come after an id, of whatever form. */
export function rowUpTo(id: EventId): number {
  return Number(id.split('-', 1)[0]);
}
