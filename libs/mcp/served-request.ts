import type {
  AuthInfo,
  JSONRPCErrorResponse,
  JSONRPCMessage,
  JSONRPCRequest,
  Transport,
} from '@modelcontextprotocol/server';
import type { Response } from 'express';
import type { Agent } from './agent.ts';
import { JSON_RPC } from './json-rpc-error.ts';
import { isAnswer } from './messages.ts';
import { frameOf, SseResponse } from './sse-response.ts';

/** A request of revision 2026-07-28 while it is served. */
export class ServedRequest {
  /** The session that it belongs to, where it does to one. */
  sessionId?: string;
  #answer: JSONRPCMessage | undefined;
  #stream: SseResponse | undefined;
  #send: Transport['send'] | undefined;

  constructor(
    readonly agent: Agent,
    readonly body: unknown,
    private readonly response: Response,
  ) {}

  /** The answer, once it has been given: it need not be read out of the SDK's web response again. */
  get answer(): JSONRPCMessage | undefined {
    return this.#answer;
  }

  /** Whether a message before the answer has made the response a stream, which then is answered here. */
  get isStreamed(): boolean {
    return this.#stream !== undefined;
  }

  /**
   * Takes over what the request's server sends. Of what comes before the answer the SDK learns nothing: its
   * stream would take everything into memory, whether the agent reads it or not, and let nobody wait.
   */
  carry(transport: Transport): void {
    const send = transport.send.bind(transport);
    this.#send = send;
    transport.send = (message, options) => {
      if (!isAnswer(message)) return this.#tell(message, options?.relatedRequestId !== undefined);
      this.#give(message);
      return send(message);
    };
  }

  /** Answers with an error what has no answer yet; the SDK then aborts its handler. */
  fail(message: string): void {
    if (this.#answer) return;
    const { id } = this.body as JSONRPCRequest;
    const error = { code: JSON_RPC.serverError, message };
    const answer: JSONRPCErrorResponse = { jsonrpc: '2.0', id, error };
    this.#give(answer);
    void this.#send?.(answer);
  }

  /** Resolves once the agent may be sent more. What comes after the answer has nobody who waits for it. */
  async #tell(message: JSONRPCMessage, isRelated: boolean): Promise<void> {
    if (this.#answer || !isRelated) return;
    this.#stream ??= new SseResponse(this.response);
    await this.#stream.write(frameOf(JSON.stringify(message)));
  }

  #give(answer: JSONRPCMessage): void {
    if (this.#answer) return;
    this.#answer = answer;
    void this.#stream?.write(frameOf(JSON.stringify(answer)));
    this.#stream?.end();
  }
}

/**
 * Hands the request over to whatever the SDK makes for it: `authInfo` is what it passes through untouched, to
 * the factory of servers and to handlers.
 */
export function authInfoOf(served: ServedRequest): AuthInfo {
  return { token: '', clientId: served.agent.id, scopes: [], extra: { served } };
}

/** The request that was handed over. */
export function servedRequestOf(authInfo: AuthInfo | undefined): ServedRequest {
  const served = authInfo?.extra?.['served'];
  if (!served) throw new Error('The request was not handed over');
  return served as ServedRequest;
}
