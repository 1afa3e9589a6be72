import type { JSONRPCMessage, JSONRPCRequest, Transport } from '@modelcontextprotocol/server';
import { acceptedTypesOf, JSON_RPC, unauthenticated, type AcceptedTypes, type EdgeError } from '#edge';
import { isRequest, RawMessage, type HttpRefusal } from '#tools';
import { atExpiry } from '../at-expiry.ts';
import type { AgentConnection } from '../connection/agent-connection.ts';
import type { AgentStream } from '../connection/agent-stream.ts';
import { challengeOf, sendJson } from '../connection/send-json.ts';
import { frameOf, SseResponse } from '../connection/sse-response.ts';
import { sendJsonRpcError } from '../json-rpc-error.ts';
import type { McpExchange } from '../mcp-exchange.ts';
import { GateRequest } from '../sdk/gate-request.ts';
import type { GatedExchange } from '../sdk/gated-exchange.ts';

import { tooLongForHeader } from './header-length.ts';
import { sendWebResponse } from './send-answer.ts';

/** What an exchange needs from its endpoint. */
export interface ExchangeHost {
  /** Whether the gate need not check the exchange. */
  isPlainCall(exchange: McpExchange): boolean;
  fetch(request: GateRequest, body: unknown): Promise<globalThis.Response>;
  inputSchema(tool: string, exchange: McpExchange): Record<string, unknown> | undefined;
  /** Opens the connection of an accepted exchange. */
  connect(exchange: ModernExchange): Promise<AgentConnection>;
}

const NOT_ACCEPTABLE =
  'Not Acceptable: the client must accept text/event-stream, or application/json for an answer that is not a stream';
const EXPIRED = 'The access token of this stream has expired: open it again with the next one';
const LOST = 'The client closed the response stream';

/** One HTTP request of revision 2026-07-28, and the stream of its answer. */
export class ModernExchange implements GatedExchange, AgentStream {
  readonly #over = Promise.withResolvers<void>();
  readonly #accepts: AcceptedTypes;
  #connection: AgentConnection | undefined;
  #transport: Transport | undefined;
  #stream: SseResponse | undefined;
  #answer: RawMessage | undefined;
  /** The HTTP status of the answer; undefined when the SDK determines it. */
  #status: number | undefined;
  /** Why the exchange was not connected. */
  #refusal: unknown;

  constructor(
    readonly http: McpExchange,
    private readonly host: ExchangeHost,
  ) {
    this.#accepts = acceptedTypesOf(http.request);
  }

  /** The session of the exchange; empty when it belongs to none. */
  get sessionId(): string {
    return this.#connection?.sessionId ?? '';
  }

  /** Serves the request, and resolves when it is answered. Rejects with an `EdgeError` when it is refused. */
  async serve(): Promise<void> {
    const { request, response, body } = this.http;
    if (this.#isUnacceptable()) return this.#refuse(406, JSON_RPC.serverError, NOT_ACCEPTABLE);
    const long = tooLongForHeader(body as JSONRPCMessage);
    if (long) return this.#refuse(400, JSON_RPC.headerMismatch, `"${long}" is longer than its header can be`);
    if (this.host.isPlainCall(this.http)) return this.#call();
    const asked = new GateRequest(request, response, this);
    const web = await Promise.race([this.host.fetch(asked, body), this.#over.promise]);
    // Otherwise the SDK would answer with its own error.
    if (this.#refusal) throw this.#refusal;
    if (!web) return;
    if (isStream(web)) await this.#listen(asked, web);
    else if (!this.#stream && !response.headersSent) await sendWebResponse(web, response, this.#answer?.text);
  }

  inputSchema(tool: string): Record<string, unknown> | undefined {
    return this.host.inputSchema(tool, this.http);
  }

  async accept(transport: Transport): Promise<void> {
    const connection = await this.#connect();
    const { onclose } = transport;
    const leave = (): void => {
      onclose?.();
      if (!this.#answer) connection.close(LOST);
    };
    const receive = (message: JSONRPCMessage): void => {
      this.#receive(connection);
      // A notification has no answer that would end its exchange.
      if (!isRequest(message)) queueMicrotask(() => void transport.close());
    };
    transport.onclose = leave;
    transport.onmessage = receive;
    this.#transport = transport;
  }

  async send(message: RawMessage): Promise<void> {
    // A client that accepts only JSON gets the answer and nothing before it.
    if (this.#answer || !this.#accepts.stream) return;
    this.#stream ??= new SseResponse(this.http.response);
    await this.#stream.write(frameOf(message.text));
  }

  settle(answer?: RawMessage, refusal?: HttpRefusal): void {
    if (this.#answer || !answer) return;
    this.#answer = answer;
    const status = statusOf(answer);
    if (this.#stream) this.#stream.end(frameOf(answer.text));
    else if (refusal) sendJson(this.http.response, refusal.status, answer.text, challengeOf(refusal));
    else if (status !== undefined) sendJson(this.http.response, status, answer.text);
    else if (this.#status === undefined && this.#transport && 'error' in answer.message) {
      // The SDK knows the status for its own errors, so it writes this answer.
      void this.#transport.send(answer.message);
      return;
    } else if (this.#accepts.json) sendJson(this.http.response, this.#status ?? 200, answer.text);
    else new SseResponse(this.http.response).end(frameOf(answer.text));
    // `close` would make the SDK create an error with a stack, and an answer from it.
    this.#transport?.onclose?.();
    this.#over.resolve();
  }

  /**
   * Answers the request with an error if it has no answer yet, and aborts it. A request that has no connection yet is refused
   * instead.
   */
  fail(reason: string, refusal: EdgeError, status = 200): void {
    this.#status = status;
    if (this.#connection) return this.#connection.failPending(reason);
    // A connection that opens later is closed at once.
    this.#refusal = refusal;
    this.#over.resolve();
  }

  #isUnacceptable(): boolean {
    const { json, stream } = this.#accepts;
    return !stream && (!json || (this.http.body as JSONRPCRequest).method === 'subscriptions/listen');
  }

  #refuse(status: number, code: number, message: string): void {
    const { response, body } = this.http;
    sendJsonRpcError(response, status, code, message, (body as JSONRPCRequest).id ?? null);
  }

  /** Serves a call that needs no gate. */
  async #call(): Promise<void> {
    const { response } = this.http;
    const connection = await this.#connect();
    const leave = (): void => {
      if (this.#answer) return;
      connection.close(LOST);
      this.#over.resolve();
    };
    if (response.closed) return leave();
    response.on('close', leave);
    this.#receive(connection);
    await this.#over.promise;
  }

  /** The gate has accepted the request, but the offer sends the changes. */
  async #listen({ signal }: GateRequest, web: globalThis.Response): Promise<void> {
    await web.body?.cancel();
    if (signal.aborted) return;
    const connection = await this.#connect();
    signal.addEventListener('abort', () => {
      connection.close(LOST);
      this.#over.resolve();
    });
    const { agent, response } = this.http;
    atExpiry(agent, response, () => this.fail(EXPIRED, unauthenticated(EXPIRED, { error: 'invalid_token' })));
    this.#receive(connection);
    await this.#over.promise;
  }

  async #connect(): Promise<AgentConnection> {
    if (this.#refusal) throw this.#refusal;
    try {
      const connection = await this.host.connect(this);
      if (this.#refusal) connection.close(LOST);
      else this.#connection = connection;
    } catch (error) {
      this.#refusal = error;
    }
    if (!this.#connection) throw this.#refusal;
    return this.#connection;
  }

  #receive(connection: AgentConnection): void {
    const { body, rawBody, request } = this.http;
    const [message = RawMessage.of(body as JSONRPCMessage)] = RawMessage.ofBody(body, rawBody);
    connection.receive(message, request, this);
  }
}

/** The status that the revision demands for some errors, whoever answers with them. */
function statusOf({ message }: RawMessage): number | undefined {
  const code = 'error' in message ? message.error.code : undefined;
  if (code === JSON_RPC.methodNotFound) return 404;
  return code === JSON_RPC.missingCapability ? 400 : undefined;
}

function isStream({ headers }: globalThis.Response): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}
