// Read by both threads of the log.

/**
 * An event as the stream sends it, and as the log keeps it: `id:`, `event:` and the JSON, which has no line break
 * in it. Frames follow on from each other without anything between.
 */
export function frameText(id: string, type: string, json: string): string {
  return `${ID}${id}${EVENT}${type}${DATA}${json}${END}`;
}

const ID = 'id: ';
const EVENT = '\nevent: ';
const DATA = '\ndata: ';
const END = '\n\n';

/** What is in a frame. */
export interface FrameParts {
  id: string;
  type: string;
  json: string;
}

/** Takes one frame apart. */
export function partsOf(frame: string): FrameParts {
  const typeAt = frame.indexOf(EVENT, ID.length);
  const jsonAt = frame.indexOf(DATA, typeAt + EVENT.length);
  return {
    id: frame.slice(ID.length, typeAt),
    type: frame.slice(typeAt + EVENT.length, jsonAt),
    json: frame.slice(jsonAt + DATA.length, -END.length),
  };
}

/** The JSON in the frame of an event whose id and type are known. */
export function jsonOf(frame: string, { id, type }: Pick<FrameParts, 'id' | 'type'>): string {
  return frame.slice(ID.length + id.length + EVENT.length + type.length + DATA.length, -END.length);
}

/** The frames in a text of frames. */
export function splitFrames(text: string): string[] {
  const frames: string[] = [];
  for (let from = 0; from < text.length;) {
    const to = endOf(text, from);
    frames.push(text.slice(from, to));
    from = to;
  }
  return frames;
}

/** The frame of a text of frames that a place lies in, and where it ends. */
export function frameAround(text: string, at: number): { frame: string; end: number } {
  const before = text.lastIndexOf(END, at);
  const start = before < 0 ? 0 : before + END.length;
  const end = endOf(text, at);
  return { frame: text.slice(start, end), end };
}

// Of a text that was cut off, which no store should hand out, the rest is a frame: whoever reads on comes to an end.
function endOf(text: string, at: number): number {
  const end = text.indexOf(END, at);
  return end < 0 ? text.length : end + END.length;
}

/** Whether a text of frames has one with this id. A line break ends it, and the JSON has none. */
export function holdsId(text: string, id: string): boolean {
  return text.includes(`${ID}${id}${EVENT}`);
}
