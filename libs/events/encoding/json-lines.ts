// Both threads of the SQLite log load this file, so it imports only what both can load.
import type { EventType } from '#contract';

/**
 * Events as text: the JSON of one event per line, each line ended by a line feed. JSON itself contains no line feed.
 * Every line begins with the id and the type of its event, so neither needs parsing.
 */
const BEFORE_ID = '{"id":"';
/** Every line contains it. */
export const BEFORE_TIMESTAMP = '"timestamp":"';
const BEFORE_TYPE = '","type":"';
/** Every line of an audited event contains it. */
export const TRAIL_MARK = '"type":"admin:';

/** Adds the id to the JSON of an event without one. */
export function withId(id: string, json: string): string {
  return `${BEFORE_ID}${id}",${json.slice(1)}`;
}

/** The id of the event on a line. */
export function idOfLine(line: string): string {
  return line.slice(BEFORE_ID.length, line.indexOf('"', BEFORE_ID.length));
}

/** The type of the event on a line. */
export function typeOfLine(line: string): string {
  const start = line.indexOf('"', BEFORE_ID.length) + BEFORE_TYPE.length;
  return line.slice(start, line.indexOf('"', start));
}

/** The timestamp of the event on a line. Within a text before it, the quotes would be escaped. */
export function timestampOfLine(line: string): string {
  const start = line.indexOf(BEFORE_TIMESTAMP) + BEFORE_TIMESTAMP.length;
  return line.slice(start, line.indexOf('"', start));
}

/** The members before the data of an event. */
export interface LineHead {
  type: EventType;
  sessionId: string;
  tenantId: string;
  timestamp: string;
}

const HEAD =
  /^\{"id":"[^"\\]*","type":"([^"\\]*)","sessionId":"([^"\\]*)","tenantId":"([^"\\]*)","timestamp":"([^"\\]*)"/;

/** Reads the beginning of a line without parsing it; undefined if a text in it is escaped. */
export function headOfLine(line: string): LineHead | undefined {
  const head = HEAD.exec(line);
  if (!head) return undefined;
  const [, type = '', sessionId = '', tenantId = '', timestamp = ''] = head;
  return { type: type as EventType, sessionId, tenantId, timestamp };
}

/** The lines of a text, without their line feeds. */
export function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Joins lines to a text in which each of them ends with a line feed. */
export function joinLines(lines: readonly string[]): string {
  // A line feed that is added to the joined text would make whoever reads that copy it once more.
  return [...lines, ''].join('\n');
}

/** The line around a position of the text, and the position after that line. */
export function lineAround(text: string, at: number): { line: string; end: number } {
  const start = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  return { line: text.slice(start, end), end: end + 1 };
}

/** Whether the text has the line of the event with this id. */
export function holdsId(text: string, id: string): boolean {
  const start = `${BEFORE_ID}${id}",`;
  return text.startsWith(start) || text.includes(`\n${start}`);
}
