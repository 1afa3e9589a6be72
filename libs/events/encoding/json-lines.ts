// Both threads of the SQLite log read this file: it imports nothing that only one of them can load.

/**
 * Events as text: the JSON of one event a line, each line ended by a line feed. JSON itself contains no line feed.
 * Every line begins with the id and the type of its event, so that neither has to be parsed.
 */
const BEFORE_ID = '{"id":"';
const BEFORE_TYPE = '","type":"';

/** The JSON of an event with its id, from its JSON without one. */
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

/** The lines of a text, without their line feeds. */
export function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

export function joinLines(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** The line of a text around a position, and the position after it. */
export function lineAround(text: string, at: number): { line: string; end: number } {
  const start = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  return { line: text.slice(start, end), end: end + 1 };
}

/** Whether a text has the line of an event with this id. */
export function holdsId(text: string, id: string): boolean {
  const start = `${BEFORE_ID}${id}",`;
  return text.startsWith(start) || text.includes(`\n${start}`);
}
