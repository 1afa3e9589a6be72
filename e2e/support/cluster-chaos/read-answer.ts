import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';

/** What came back for a request: its answer, or how far the stream went that should have brought it. */
export interface Received {
  status: number;
  sessionId: string | null;
  /** The JSON-RPC answer; undefined if there was none. */
  answer: { result?: object; error?: object } | undefined;
  /** The id with which the stream can be resumed. */
  lastEventId: string | undefined;
  /** Whether the connection broke before the end. */
  isCut: boolean;
}

/** Reads the answer to a request of an agent, from JSON or from a stream. Rejects if there is no response at all. */
export async function readAnswer(url: string, init: RequestInit): Promise<Received> {
  const response = await fetch(url, init);
  const { status, headers } = response;
  const received: Received = {
    status,
    sessionId: headers.get('mcp-session-id'),
    answer: undefined,
    lastEventId: undefined,
    isCut: false,
  };
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  try {
    if (isStream) await readStream(response, (frame) => take(frame, received));
    else received.answer = JSON.parse(await response.text()) as object;
  } catch {
    received.isCut = true;
  }
  return received;
}

async function readStream({ body }: Response, each: (frame: EventSourceMessage) => void): Promise<void> {
  const text = body as ReadableStream<Uint8Array<ArrayBuffer>>;
  const frames = text.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const frame of frames) each(frame);
}

function take({ id, data }: EventSourceMessage, received: Received): void {
  if (id !== undefined) received.lastEventId = id;
  const message = data === '' ? {} : (JSON.parse(data) as Record<string, unknown>);
  if ('result' in message || 'error' in message) received.answer = message;
}
