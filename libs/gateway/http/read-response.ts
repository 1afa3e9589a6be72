import type { IncomingMessage } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { RawMessage } from '#tools';
import { isObject } from '../link/messages.ts';
import { readChunks } from '../link/read-chunks.ts';
import { UpstreamFault } from '../link/upstream-fault.ts';
import { decodedBody } from './decoded-body.ts';
import { notMcp } from './response-fault.ts';

/** Maximum size of a message, in bytes of a JSON body or characters of an event. */
export const MAX_MESSAGE = 64 * 1024 * 1024;

const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** Takes what a response contains, in order. While a promise is pending, the response is not read. */
export interface ResponseReader {
  message(message: RawMessage): void | Promise<void>;
  /** The id of an event, from which the stream can be continued. */
  eventId?(id: string): void;
  /** The time after which the upstream wants to be asked again, in milliseconds. */
  retry?(ms: number): void;
}

/** The kind of content of a response. */
export function contentOf({ headers }: IncomingMessage): 'json' | 'stream' | 'other' {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === 'text/event-stream') return 'stream';
  return type === 'application/json' ? 'json' : 'other';
}

/** Reads the messages of a JSON body: one, or a batch. Rejects with an `UpstreamFault`. */
export async function readJson(response: IncomingMessage, target: string): Promise<RawMessage[]> {
  const body = await readBody(response, target);
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if ([parsed].flat().every(isObject)) return RawMessage.ofBody(parsed, body);
  } catch {
    // The same fault as that of JSON that is no message.
  }
  throw notMcp(target, 'the body of its answer is no JSON-RPC');
}

/** Reads an event stream up to its end. Rejects with an `UpstreamFault`, or with the error of the connection. */
export async function readEvents(
  response: IncomingMessage,
  target: string,
  reader: ResponseReader,
): Promise<void> {
  const events: EventSourceMessage[] = [];
  const parser = createParser({
    maxBufferSize: MAX_MESSAGE,
    onEvent: (event) => events.push(event),
    onRetry: (ms) => reader.retry?.(ms),
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') throw tooLong(target);
    },
  });
  /** Takes one event after the other, and waits only where the reader does. */
  const takeEach = (): Promise<unknown> | undefined => {
    for (let next = events.shift(); next; next = events.shift()) {
      const { id, event = 'message', data } = next;
      if (id) reader.eventId?.(id);
      // An event without data only begins the stream.
      const taken = event === 'message' && data !== '' ? reader.message(parse(data, target)) : undefined;
      if (taken) return taken.then(takeEach);
    }
    return undefined;
  };
  await readChunks(decodedBody(response, target).setEncoding('utf8'), (chunk: string) => {
    parser.feed(chunk);
    return takeEach();
  });
}

/** Reads a body and drops it, so that its connection can be used again. */
export function drop(response: IncomingMessage): void {
  response.on('error', () => undefined).resume();
}

function parse(data: string, target: string): RawMessage {
  try {
    const message = RawMessage.parse(data);
    if (isObject(message.message)) return message;
  } catch {
    // The same fault as that of JSON that is no message.
  }
  throw notMcp(target, 'an event of its stream is no JSON-RPC');
}

/** Reads a body of any kind. Rejects with an `UpstreamFault`, or with the error of the connection. */
export async function readBody(response: IncomingMessage, target: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  await readChunks(decodedBody(response, target), (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_MESSAGE) throw tooLong(target);
    chunks.push(chunk);
  });
  const body = Buffer.concat(chunks);
  // Some write it before the JSON, which does not allow it.
  return body.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? body.subarray(BYTE_ORDER_MARK.length)
    : body;
}

function tooLong(target: string): UpstreamFault {
  const message = `${target} sent a message of more than ${MAX_MESSAGE} bytes, the most that the gateway takes.`;
  return new UpstreamFault('TOO_LONG', message, { wasSent: true });
}
