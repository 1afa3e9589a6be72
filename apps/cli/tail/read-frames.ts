import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** A frame of the stream; one without data only moves the position. */
export type Frame = Partial<EventSourceMessage> & Pick<EventSourceMessage, 'id'>;

/** A block with only an id, which the parser does not tell. */
const ID_ALONE = /(?:^|\n)id: ?([^\n]+)\n?$/;

/** Reads the frames of a stream until it ends. `onBytes` is called for any bytes, heartbeats included. */
export async function* readFrames(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void,
): AsyncGenerator<Frame, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    onBytes();
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    yield* blocks.flatMap(framesOf);
  }
}

function framesOf(block: string): Frame[] {
  const messages: EventSourceMessage[] = [];
  createParser({ onEvent: (message) => messages.push(message) }).feed(`${block}\n\n`);
  if (messages.length > 0) return messages;
  const id = ID_ALONE.exec(block)?.[1];
  return id === undefined ? [] : [{ id }];
}
