import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SessionId } from '#contract';
import type { HoldBody } from '#edge';
import { isRequest, type RawMessage } from '#tools';
import type { AgentConnection } from '../connection/agent-connection.ts';
import type { AgentStream } from '../connection/agent-stream.ts';
import { HeldBackStream } from './held-back-stream.ts';
import { JsonAnswers } from './json-answers.ts';
import type { SessionReplay } from './replay/session-replay.ts';
import { SessionStream } from './session-stream.ts';

/** The id of the stream that an agent opens with GET. */
const STANDALONE = 'standalone';

/** Milliseconds that an agent should wait before it resumes an interrupted stream. */
const RETRY_MS = 1_000;

/** How the answers to a POST are sent. */
export interface PostOptions {
  /** Whether the client accepts event streams. Otherwise it gets JSON. */
  acceptsStream: boolean;
  /** Whether the client's revision knows events that begin a stream. */
  isResumable: boolean;
  isBatch: boolean;
  /** Whether the answer to a single request may be a status of the response. */
  mayBeRefused: boolean;
  /** Keeps the body counted until its requests are answered, also after the client has disconnected. */
  holdBody: HoldBody;
}

/**
 * The streams of one session, as revisions up to 2025-11-25 define them. Each POST with requests gets its own stream,
 * which ends with the last answer. Everything else goes to the stream that GET opens. An interrupted stream loses
 * nothing that the session's replay still keeps.
 */
export class SessionStreams {
  /** Carries messages that belong to no request. */
  readonly standalone: SessionStream;
  /** Streams that wait for an answer, by id. */
  readonly #awaited = new Map<string, SessionStream>();
  #count = 0;

  constructor(
    private readonly sessionId: SessionId,
    private readonly replay: SessionReplay | undefined,
  ) {
    this.standalone = new SessionStream(STANDALONE, sessionId, replay, Infinity);
  }

  /** Passes posted messages to the connection. */
  post(
    messages: readonly RawMessage[],
    request: IncomingMessage,
    response: ServerResponse,
    connection: AgentConnection,
    options: PostOptions,
  ): void {
    // All requests of a body are counted before the first answer, which would end the stream otherwise.
    const requests = messages.filter(({ message }) => isRequest(message)).length;
    const stream = requests > 0 ? this.#answersTo(requests, response, options) : this.standalone;
    if (requests === 0) response.writeHead(202).end();
    for (const message of messages) connection.receive(message, request, stream);
  }

  /** Answers a POST with one request whose answer is known. */
  answer(answer: RawMessage, response: ServerResponse, options: PostOptions): void {
    this.#answersTo(1, response, options).settle(answer);
  }

  /** Opens the stream for messages that belong to no request. It replaces the previous one. */
  listen(response: ServerResponse): void {
    this.standalone.connect(response);
  }

  /** Continues a stream after an event, and ends its previous connection. */
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
    for (const stream of this.#awaited.values()) stream.end();
  }

  #answersTo(requests: number, response: ServerResponse, options: PostOptions): AgentStream {
    const release = options.holdBody();
    const headers = { 'Mcp-Session-Id': this.sessionId };
    if (!options.acceptsStream) return new JsonAnswers(response, headers, requests, options.isBatch, release);
    const stream = this.#add(requests, release);
    const begin = (): void => {
      stream.connect(response);
      if (options.isResumable) stream.begin(RETRY_MS);
    };
    if (options.mayBeRefused && requests === 1) return new HeldBackStream(stream, response, headers, begin);
    begin();
    return stream;
  }

  #add(requests: number, release: () => void): SessionStream {
    this.#count += 1;
    const streamId = String(this.#count);
    const onEnd = (): void => {
      this.#awaited.delete(streamId);
      release();
    };
    const stream = new SessionStream(streamId, this.sessionId, this.replay, requests, onEnd);
    this.#awaited.set(streamId, stream);
    return stream;
  }

  #find(streamId: string): SessionStream | undefined {
    return streamId === STANDALONE ? this.standalone : this.#awaited.get(streamId);
  }
}
