import type { EventId } from '#contract';
import { idOfLine } from '../../../encoding/json-lines.ts';

export function toId(row: number): EventId {
  return String(row) as EventId;
}

/** The row number of the event on a line. */
export function rowOf(line: string): number {
  return Number(idOfLine(line));
}
