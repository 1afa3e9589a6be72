import type { ServerResponse } from 'node:http';
import type {
  JSONRPCMessage,
  JSONRPCNotification,
  RequestId,
  JSONRPCResponse,
  Transport,
  TransportSendOptions,
} from '@modelcontextprotocol/server';
import type { SessionId } from '#contract';
import { JSON_RPC } from '../json-rpc-error.ts';
import type { SessionReplay } from '../replay/session-replay.ts';
import { isAnswer, isCancellation, isRequest } from '../messages.ts';
import { frameOf, SseResponse } from '../sse-response.ts';
import { OpenStreams } from './open-streams.ts';
import { PendingRequests, type PendingRequest } from './pending-requests.ts';

/** The stream of what belongs to no request, which an agent opens with GET. */
const STANDALONE = 'standalone';

/** How long an agent is asked to wait before it comes back to a stream that was cut, in milliseconds. */
const RETRY_MS = 1_000;

/**
 * Streamable HTTP for one session, as revisions up to 2025-11-25 have it: each POST with requests gets a stream
 * of its own, which ends with the last answer; everything else goes to the stream that GET opens. A stream
 * that is cut loses nothing that the session's replay still keeps.
 */
export class SessionTransport implements Transport {
  onmessage?: Transport['onmessage'];
  onclose?: () => void;
  readonly #connections = new OpenStreams();
  readonly #pending = new PendingRequests();
  #streams = 0;
  #isClosed = false;

  constructor(
    readonly sessionId: SessionId,
    private readonly replay: SessionReplay | undefined,
  ) {}

  async start(): Promise<void> {}

  /** Takes what was posted. `isResumable`: the agent's revision knows events that only begin a stream. */
  post(messages: readonly JSONRPCMessage[], response: ServerResponse, isResumable: boolean): void {
    if (!messages.some(isRequest)) {
      for (const message of messages) this.#deliver(message);
      response.writeHead(202).end();
      return;
    }
    this.#streams += 1;
    const streamId = String(this.#streams);
    this.#connect(streamId, response);
    if (isResumable && this.replay) {
      const id = this.replay.begin(streamId);
      void this.#connections.get(streamId)?.write(`id: ${id}\nretry: ${RETRY_MS}\ndata: \n\n`);
    }
    // All of them wait before the first is answered, which would end the stream otherwise.
    const numbered = messages.map((message) =>
      isRequest(message) ? { ...message, id: this.#pending.add(message.id, streamId).id } : message,
    );
    for (const message of numbered) this.#deliver(message);
  }

  /** Opens the stream of what belongs to no request; false when one is open already. */
  listen(response: ServerResponse): boolean {
    if (this.#connections.get(STANDALONE)) return false;
    this.#connect(STANDALONE, response);
    return true;
  }

  /** Goes on with a stream after an event; the connection that it had is given up. */
  resume(lastEventId: string, response: ServerResponse): void {
    const rest = this.replay?.after(lastEventId);
    if (!rest) throw new Error(`Nothing is kept after ${lastEventId}`);
    this.#connections.get(rest.streamId)?.end();
    const connection = this.#connect(rest.streamId, response);
    for (const { eventId, json } of rest.messages) void connection.write(frameOf(json, eventId));
    this.#endWhenAnswered(rest.streamId);
  }

  /** Resolves once the agent may be sent more; an answer is the last of its stream, and waits for nothing. */
  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if (isAnswer(message)) {
      this.#answer(message);
      return;
    }
    const related = options?.relatedRequestId;
    const request = related === undefined ? undefined : this.#pending.get(related);
    // What comes after its answer has nobody who waits for it.
    if (related !== undefined && !request) return;
    await this.#write(request?.streamId ?? STANDALONE, message);
  }

  /** Ends every stream. Requests that nobody has answered are, with the reason. */
  async close(reason = 'The session has ended'): Promise<void> {
    if (this.#isClosed) return;
    const error = { code: JSON_RPC.serverError, message: reason };
    for (const { id } of this.#pending.list()) this.#answer({ jsonrpc: '2.0', id, error });
    this.#isClosed = true;
    this.#connections.endAll();
    this.onclose?.();
  }

  #deliver(message: JSONRPCMessage): void {
    if (isCancellation(message)) this.#cancel(message);
    else this.onmessage?.(message);
  }

  /** A request that its agent cancels gets no answer. */
  #cancel(message: JSONRPCNotification): void {
    const { requestId } = (message.params ?? {}) as { requestId?: RequestId };
    const request = requestId === undefined ? undefined : this.#pending.findByAgentId(requestId);
    if (!request) return;
    this.onmessage?.({ ...message, params: { ...message.params, requestId: request.id } });
    this.#settle(request);
  }

  #answer(message: JSONRPCResponse): void {
    const request = message.id === undefined ? undefined : this.#pending.get(message.id);
    if (!request) return;
    void this.#write(request.streamId, { ...message, id: request.agentId });
    this.#settle(request);
  }

  #settle(request: PendingRequest): void {
    this.#pending.delete(request);
    this.#endWhenAnswered(request.streamId);
  }

  #endWhenAnswered(streamId: string): void {
    if (streamId === STANDALONE || this.#pending.isAwaitedOn(streamId)) return;
    this.#connections.get(streamId)?.end();
    this.#connections.delete(streamId);
  }

  async #write(streamId: string, message: JSONRPCMessage): Promise<void> {
    const json = JSON.stringify(message);
    const eventId = this.replay?.keep(streamId, json, isAnswer(message));
    await this.#connections.get(streamId)?.write(frameOf(json, eventId));
  }

  #connect(streamId: string, response: ServerResponse): SseResponse {
    const headers = { 'Mcp-Session-Id': this.sessionId };
    const connection = new SseResponse(response, headers, () => {
      if (this.#connections.get(streamId) === connection) this.#connections.delete(streamId);
    });
    this.#connections.set(streamId, connection);
    return connection;
  }
}
