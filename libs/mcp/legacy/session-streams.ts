import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SessionId } from '#contract';
import { isRequest, type RawMessage } from '#tools';
import type { AgentConnection } from '../connection/agent-connection.ts';
import type { AgentStream } from '../connection/agent-stream.ts';
import { Slots } from '../connection/slots.ts';
import { JsonAnswers } from './json-answers.ts';
import type { SessionReplay } from './replay/session-replay.ts';
import { SessionStream } from './session-stream.ts';

/** The id of the stream that an agent opens with GET. */
const STANDALONE = 'standalone';

/** Milliseconds that an agent should wait before it comes back to a stream that was cut. */
const RETRY_MS = 1_000;

/** How the answers to a POST go out. */
export interface PostOptions {
  /** The client takes event streams; otherwise it gets JSON. */
  acceptsStream: boolean;
  /** The client's revision knows events that begin a stream. */
  isResumable: boolean;
  isBatch: boolean;
}

/**
 * The streams of one session, as revisions up to 2025-11-25 have them: each POST with requests gets a stream of its
 * own, which ends with the last answer; everything else goes to the stream that GET opens. A stream that is cut loses
 * nothing that the session's replay still keeps.
 */
export class SessionStreams {
  /** Carries what belongs to no request. */
  readonly standalone: SessionStream;
  /** Streams with an answer to come. */
  readonly #awaited = new Slots<SessionStream>();
  #count = 0;

  constructor(
    private readonly sessionId: SessionId,
    private readonly replay: SessionReplay | undefined,
  ) {
    this.standalone = new SessionStream(STANDALONE, sessionId, replay, Infinity);
  }

  /** Hands the connection what was posted. */
  post(
    messages: readonly RawMessage[],
    request: IncomingMessage,
    response: ServerResponse,
    connection: AgentConnection,
    options: PostOptions,
  ): void {
    // All requests of a body wait before the first is answered, which would end the stream otherwise.
    const requests = messages.filter(({ message }) => isRequest(message)).length;
    const stream = requests > 0 ? this.#answersTo(requests, response, options) : this.standalone;
    if (requests === 0) response.writeHead(202).end();
    for (const message of messages) connection.receive(message, request, stream);
  }

  /** Opens the stream of what belongs to no request; it takes the place of the one before. */
  listen(response: ServerResponse): void {
    this.standalone.connect(response);
  }

  /** Continues a stream after an event; the connection that it had ends. */
  resume(lastEventId: string, response: ServerResponse): void {
    const rest = this.replay?.after(lastEventId);
    if (!rest) throw new Error(`Nothing is kept after ${lastEventId}`);
    const open = this.#find(rest.streamId);
    const stream = open ?? new SessionStream(rest.streamId, this.sessionId, undefined, 0);
    stream.connect(response);
    stream.repeat(rest.messages);
    if (!open) stream.end();
  }

  /** Ends every stream. */
  endAll(): void {
    this.standalone.end();
    for (const stream of this.#awaited.list()) stream.end();
  }

  #answersTo(requests: number, response: ServerResponse, options: PostOptions): AgentStream {
    if (!options.acceptsStream) {
      const headers = { 'Mcp-Session-Id': this.sessionId };
      return new JsonAnswers(response, headers, requests, options.isBatch);
    }
    const stream = this.#add(requests);
    stream.connect(response);
    if (options.isResumable) stream.begin(RETRY_MS);
    return stream;
  }

  // Its place in the id: so it is found again when its agent comes back.
  #add(requests: number): SessionStream {
    this.#count += 1;
    return this.#awaited.add((place) => {
      const remove = (): void => this.#awaited.remove(place);
      return new SessionStream(`${this.#count}-${place}`, this.sessionId, this.replay, requests, remove);
    });
  }

  #find(streamId: string): SessionStream | undefined {
    if (streamId === STANDALONE) return this.standalone;
    const stream = this.#awaited.get(Number(streamId.split('-')[1]));
    return stream?.streamId === streamId ? stream : undefined;
  }
}
