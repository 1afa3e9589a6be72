// Both threads of the SQLite log load this file, so it imports only what both can load.
import { payloadMemberOf, wireJson, type CrowsnestEvent, type PayloadFate } from '#contract';
import { typeOfLine } from './json-lines.ts';

/** The line of an event without its payload: in its place the event says what has become of it. */
export function lineWithoutPayload(line: string, fate: PayloadFate): string {
  const event = JSON.parse(line) as CrowsnestEvent;
  const part = payloadMemberOf(event.type);
  if (part === null || !(part in event.data)) return line;
  return wireJson({ ...event, data: withoutMember(event.data, part, fate) });
}

/** What the line of each event of a call contains, and no other line. */
export function markOfCall(callId: string): string {
  return `"callId":${wireJson(callId)}`;
}

/** Texts of which every line with a payload contains at least one. */
export const PAYLOAD_MARKS = ['"arguments":', '"result":'] as const;

/** Whether one of these lines, in UTF-8, may hold a payload. Takes time: it looks at every byte for each mark. */
export function mayHoldPayload(lines: Uint8Array): boolean {
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.length);
  return PAYLOAD_MARKS.some((mark) => bytes.includes(mark));
}

/** Whether the event of a line holds a payload. Texts of other events may look like a mark. */
export function lineHoldsPayload(line: string): boolean {
  return (
    PAYLOAD_MARKS.some((mark) => line.includes(mark)) &&
    payloadMemberOf(typeOfLine(line) as CrowsnestEvent['type']) !== null
  );
}

/** The line of an event whose payload, if it has one, is hidden. */
export function lineWithHiddenPayload(line: string): string {
  return lineHoldsPayload(line) ? lineWithoutPayload(line, 'hidden') : line;
}

/** The members in their order, with `payload` and this text in place of the member that holds the payload. */
export function withoutMember(data: object, part: string, text: string): object {
  const members = Object.entries(data).map(([name, value]: [string, unknown]) =>
    name === part ? ['payload', text] : [name, value],
  );
  return Object.fromEntries(members) as object;
}
