import type { EventId } from '#contract';
import { idOfLine } from '../../../encoding/json-lines.ts';

/** The id of the event in a row. */
export function toId(row: number): EventId {
  return String(row) as EventId;
}

/** The id of the event on a line, as a number. */
export function rowOf(line: string): number {
  return Number(idOfLine(line));
}
