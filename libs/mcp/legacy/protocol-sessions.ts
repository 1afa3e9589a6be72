import { Injectable } from '@nestjs/common';
import type { InitializeRequest, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import type { Response } from 'express';
import { isForwarded, JSON_RPC, type AgentPrincipal } from '#edge';
import { RunningCalls, SessionRegistry } from '#sessions';
import { RawMessage } from '#tools';
import { atExpiry } from '../at-expiry.ts';
import { readClientInfo } from '../client-info.ts';
import type { ConnectionIdentity } from '../connection/agent-connection.ts';
import { sendJsonRpcError } from '../json-rpc-error.ts';
import type { McpExchange } from '../mcp-exchange.ts';
import { Observation } from '../observation/observation.ts';
import { sessionEndText } from '../session-end-text.ts';
import { UsableTools } from '../usable-tools.ts';
import { Beginnings } from './beginnings.ts';
import type { HandshakeEnd } from './handshake.ts';
import { answerTo, NOT_BEGUN, protocolVersionOf, sendRefusal } from './initialize-answer.ts';
import { asksForSession, faultOfInitialize, misplacedInitialize } from './initialize-request.ts';
import { ProtocolSession } from './protocol-session.ts';
import { mayResume } from './replay/may-resume.ts';
import { Replays } from './replay/replays.ts';
import { refusalOf, refusalOfTypes } from './request-refusal.ts';
import { SessionLimits } from './session-limits.ts';
import { SessionOwners } from './session-owners.ts';
import { SessionRoom } from './session-room.ts';
import { faultOf, postOptionsOf } from './session-posts.ts';

/**
 * Serves revisions up to 2025-11-25: `initialize` begins a session, which has its own streams and its own connection.
 */
@Injectable()
export class ProtocolSessions {
  readonly #open = new Map<string, ProtocolSession>();

  constructor(
    private readonly replays: Replays,
    private readonly sessions: SessionRegistry,
    private readonly observation: Observation,
    private readonly calls: RunningCalls,
    private readonly owners: SessionOwners,
    private readonly usable: UsableTools,
    private readonly room: SessionRoom,
    private readonly limits: SessionLimits,
    private readonly beginnings: Beginnings,
  ) {}

  async handle(exchange: McpExchange): Promise<void> {
    const { request, response, agent, offer, body } = exchange;
    const sessionId = request.header('mcp-session-id');
    if (sessionId === undefined && request.method === 'DELETE' && isForwarded(request))
      return this.room.answer(agent, response);
    const session = sessionId === undefined ? undefined : this.#open.get(sessionId);
    // A session of another agent, or at another URL, is answered like an unknown one.
    if (sessionId === undefined || session?.principalId !== agent.id || session.offer !== offer) {
      if (asksForSession(body)) return this.#begin(exchange, body);
      return sessionId === undefined ? refuseSessionless(exchange) : refuseUnknown(response);
    }
    if (request.method === 'POST') this.sessions.touch(sessionId);
    const refusal = refusalOf(request);
    if (refusal) return sendJsonRpcError(response, refusal.status, JSON_RPC.serverError, refusal.message);
    if (request.method === 'POST') this.#post(session, exchange);
    else if (request.method === 'GET') this.#listen(session, exchange);
    else this.#end(session, exchange);
  }

  #post(session: ProtocolSession, exchange: McpExchange): void {
    const { request, response, body, rawBody } = exchange;
    const fault = faultOf(body);
    if (fault) return sendJsonRpcError(response, 400, JSON_RPC.invalidRequest, fault, idOf(body));
    const revision = request.header('mcp-protocol-version')?.trim() ?? '';
    const options = postOptionsOf(exchange, revision);
    session.post(RawMessage.ofBody(body, rawBody), request, response, options);
  }

  #listen({ streams, replay }: ProtocolSession, { request, response, agent }: McpExchange): void {
    atExpiry(agent, response, () => response.end());
    const lastEventId = replay && request.header('last-event-id');
    if (lastEventId) {
      if (mayResume(replay, lastEventId, response)) streams.resume(lastEventId, response);
    } else streams.listen(response);
  }

  /** Ends the session at the agent's request. Requests in flight are answered before this one. */
  #end({ sessionId }: ProtocolSession, { response }: McpExchange): void {
    this.sessions.closeSession(sessionId, 'client');
    response.status(200).end();
  }

  async #begin(exchange: McpExchange, { id, params }: JSONRPCRequest & InitializeRequest): Promise<void> {
    const { request, response, body } = exchange;
    const refusal = refusalOfTypes(request);
    if (refusal) return sendJsonRpcError(response, refusal.status, JSON_RPC.serverError, refusal.message, id);
    const fault = faultOfInitialize(body);
    if (fault) return sendJsonRpcError(response, 400, JSON_RPC.invalidParams, fault, id);
    const begun = await this.#openSession(exchange, params);
    const options = postOptionsOf(exchange, params.protocolVersion);
    if (begun.session) begun.session.streams.answer(begun.answer, response, options);
    else if (!response.closed) sendRefusal(begun, response, options);
  }

  /**
   * Rejects with an `EdgeError`: 429 when there are too many sessions, 503 during a shutdown, or if the rights of the agent
   * change meanwhile.
   */
  #openSession(exchange: McpExchange, params: InitializeRequest['params']): Promise<Begun> {
    return this.beginnings.run(exchange.agent, async (signal) => {
      const stopCounting = await this.limits.admit(exchange);
      try {
        return await this.#shakeHands(exchange, params, signal);
      } finally {
        stopCounting();
      }
    });
  }

  async #shakeHands(
    exchange: McpExchange,
    params: InitializeRequest['params'],
    signal: AbortSignal,
  ): Promise<Begun> {
    const { agent, offer } = exchange;
    const { tenantId, id: principalId } = agent;
    const identity = {
      era: 'legacy',
      sessionId: this.owners.newSessionId(),
      tenantId,
      principalId,
      client: readClientInfo(params.clientInfo),
      offer,
      ...this.usable.of(agent, offer),
    } as const;
    const session = new ProtocolSession(identity, this.observation, this.replays.forSession(tenantId));
    try {
      const end = await answerTo(session, exchange, signal);
      const { answer } = end;
      if (!answer || 'error' in answer.message) {
        session.close(NOT_BEGUN);
        return end;
      }
      signal.throwIfAborted();
      this.#opened(session, identity, { agent, protocolVersion: protocolVersionOf(answer, params) });
      this.limits.opened(agent);
      return { session, answer };
    } catch (error) {
      session.close(NOT_BEGUN);
      throw error;
    }
  }

  #opened(
    session: ProtocolSession,
    { sessionId, tenantId, principalId, client, offer }: ConnectionIdentity,
    { agent: { issuerId }, protocolVersion }: { agent: AgentPrincipal; protocolVersion: string },
  ): void {
    const upstream = offer.upstreamOf();
    const description = {
      sessionId,
      tenantId,
      principalId,
      ...(issuerId !== undefined && { issuerId }),
      origin: 'protocol',
      client,
      protocolVersion,
      ...(upstream !== undefined && { upstream }),
    } as const;
    this.sessions.openSession(description, (reason) => {
      this.#open.delete(sessionId);
      const text = sessionEndText(reason);
      // Calls first: their answers are results, which the agent's model can read.
      void this.calls.cancelSession(sessionId, text);
      session.close(text);
    });
    this.#open.set(sessionId, session);
  }
}

/** What became of an `initialize`. */
type Begun = { session: ProtocolSession; answer: RawMessage } | (HandshakeEnd & { session?: undefined });

/** A GET without a session tests for the transport of revision 2024-11-05, which is not served. */
function refuseSessionless({ request, response, body }: McpExchange): void {
  const mend = 'begin a session with "initialize"';
  if (request.method !== 'GET') {
    const misplaced = misplacedInitialize(body);
    if (misplaced) return sendJsonRpcError(response, 400, JSON_RPC.invalidRequest, misplaced);
    const message = `The Mcp-Session-Id header is missing: ${mend}`;
    return sendJsonRpcError(response, 400, JSON_RPC.serverError, message);
  }
  response.setHeader('Allow', 'POST');
  const message = `Method not allowed: a stream needs a Mcp-Session-Id; POST to this URL (Streamable HTTP) and ${mend}`;
  sendJsonRpcError(response, 405, JSON_RPC.serverError, message);
}

/** The id of a request; null for a batch, which has several. */
function idOf(body: unknown): RequestId | null {
  return Array.isArray(body) ? null : ((body as JSONRPCRequest).id ?? null);
}

function refuseUnknown(response: Response): void {
  const message = 'Session not found: it has ended or never was; begin a new one with "initialize"';
  sendJsonRpcError(response, 404, JSON_RPC.sessionNotFound, message);
}
