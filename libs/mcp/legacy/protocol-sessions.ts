import { Injectable } from '@nestjs/common';
import {
  LATEST_PROTOCOL_VERSION,
  SUPPORTED_PROTOCOL_VERSIONS,
  type InitializeRequest,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server';
import type { Request, Response } from 'express';
import { isForwarded, ToolAccess } from '#edge';
import { RunningCalls, SessionRegistry } from '#sessions';
import { Offer, RawMessage } from '#tools';
import { atExpiry } from '../at-expiry.ts';
import { readClientInfo } from '../client-info.ts';
import type { ConnectionIdentity } from '../connection/agent-connection.ts';
import { JSON_RPC, sendJsonRpcError } from '../json-rpc-error.ts';
import type { McpExchange } from '../mcp-exchange.ts';
import { Observation } from '../observation/observation.ts';
import { sessionEndText } from '../session-end-text.ts';
import { asksForSession, faultOfInitialize } from './initialize-request.ts';
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
    private readonly offer: Offer,
    private readonly replays: Replays,
    private readonly sessions: SessionRegistry,
    private readonly observation: Observation,
    private readonly calls: RunningCalls,
    private readonly owners: SessionOwners,
    private readonly access: ToolAccess,
    private readonly room: SessionRoom,
    private readonly limits: SessionLimits,
  ) {}

  async handle(exchange: McpExchange): Promise<void> {
    const { request, response, agent, body } = exchange;
    const sessionId = request.header('mcp-session-id');
    if (sessionId === undefined && request.method === 'DELETE' && isForwarded(request))
      return this.room.answer(agent, response);
    const session = sessionId === undefined ? undefined : this.#open.get(sessionId);
    // A session of another agent is answered like an unknown one.
    if (sessionId === undefined || session?.principalId !== agent.id) {
      if (asksForSession(body)) return this.#begin(exchange, body);
      return sessionId === undefined ? refuseSessionless(request, response) : refuseUnknown(response);
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
    if (fault) return sendJsonRpcError(response, 400, JSON_RPC.invalidRequest, fault);
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
    const { request, response, body, rawBody } = exchange;
    const refusal = refusalOfTypes(request);
    if (refusal) return sendJsonRpcError(response, refusal.status, JSON_RPC.serverError, refusal.message, id);
    const fault = faultOfInitialize(body);
    if (fault) return sendJsonRpcError(response, 400, JSON_RPC.invalidParams, fault, id);
    const session = await this.#openSession(exchange, params);
    const options = postOptionsOf(exchange, params.protocolVersion);
    session.post(RawMessage.ofBody(body, rawBody), request, response, options);
  }

  /** Rejects with an `EdgeError`: 429 when there are too many sessions, 503 during a shutdown. */
  async #openSession(exchange: McpExchange, params: InitializeRequest['params']): Promise<ProtocolSession> {
    const { agent } = exchange;
    const { tenantId, id: principalId } = agent;
    const stopCounting = await this.limits.admit(exchange);
    const sessionId = this.owners.newSessionId();
    const identity = {
      era: 'legacy',
      sessionId,
      tenantId,
      principalId,
      client: readClientInfo(params.clientInfo),
      ...this.access.of(agent),
    } as const;
    const session = new ProtocolSession(identity, this.observation, this.replays.forSession(tenantId));
    try {
      await session.open(this.offer);
      this.#opened(session, identity, params.protocolVersion);
      this.limits.opened(agent);
    } catch (error) {
      session.close(sessionEndText('shutdown'));
      throw error;
    } finally {
      stopCounting();
    }
    return session;
  }

  #opened(
    session: ProtocolSession,
    { sessionId, tenantId, principalId, client }: ConnectionIdentity,
    wanted: string,
  ): void {
    const protocolVersion = SUPPORTED_PROTOCOL_VERSIONS.includes(wanted) ? wanted : LATEST_PROTOCOL_VERSION;
    const description = {
      sessionId,
      tenantId,
      principalId,
      origin: 'protocol',
      client,
      protocolVersion,
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

/** A GET without a session tests for the transport of revision 2024-11-05, which is not served. */
function refuseSessionless({ method }: Request, response: Response): void {
  const mend = 'begin a session with "initialize"';
  if (method !== 'GET') {
    const message = `The Mcp-Session-Id header is missing: ${mend}`;
    return sendJsonRpcError(response, 400, JSON_RPC.serverError, message);
  }
  response.setHeader('Allow', 'POST');
  const message = `Method not allowed: a stream needs a Mcp-Session-Id; POST to this URL (Streamable HTTP) and ${mend}`;
  sendJsonRpcError(response, 405, JSON_RPC.serverError, message);
}

function refuseUnknown(response: Response): void {
  const message = 'Session not found: it has ended or never was; begin a new one with "initialize"';
  sendJsonRpcError(response, 404, JSON_RPC.sessionNotFound, message);
}
