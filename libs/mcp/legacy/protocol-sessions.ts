import { Inject, Injectable } from '@nestjs/common';
import {
  isInitializeRequest,
  LATEST_PROTOCOL_VERSION,
  SUPPORTED_PROTOCOL_VERSIONS,
  type InitializeRequest,
} from '@modelcontextprotocol/server';
import { newSessionId, RunningCalls, SessionRegistry } from '#sessions';
import { Offer, RawMessage } from '#tools';
import type { Agent } from '../agent.ts';
import { readClientInfo } from '../client-info.ts';
import type { ConnectionIdentity } from '../connection/agent-connection.ts';
import { JSON_RPC, sendJsonRpcError } from '../json-rpc-error.ts';
import type { McpExchange } from '../mcp-exchange.ts';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from '../mcp.module-definition.ts';
import { Observation } from '../observation/observation.ts';
import { sessionEndText } from '../session-end-text.ts';
import { ProtocolSession } from './protocol-session.ts';
import { mayResume } from './replay/may-resume.ts';
import { Replays } from './replay/replays.ts';
import { refusalOf } from './request-refusal.ts';
import { faultOf, isResumable } from './session-posts.ts';

const DEFAULT_MAX_SESSIONS = 10_000;

/** Seconds after which an agent that found no place for a session may try again. */
const RETRY_SESSION_AFTER_S = 10;

/** Revisions up to 2025-11-25: `initialize`, and from then on a session with streams and a connection of its own. */
@Injectable()
export class ProtocolSessions {
  readonly #open = new Map<string, ProtocolSession>();

  constructor(
    @Inject(MCP_MODULE_OPTIONS) private readonly options: McpModuleOptions,
    private readonly offer: Offer,
    private readonly replays: Replays,
    private readonly sessions: SessionRegistry,
    private readonly observation: Observation,
    private readonly calls: RunningCalls,
  ) {}

  async handle(exchange: McpExchange): Promise<void> {
    const { request, response, agent, body } = exchange;
    const sessionId = request.header('mcp-session-id');
    if (sessionId === undefined) {
      if (isInitializeRequest(body)) return this.#begin(exchange, body);
      const message = 'The Mcp-Session-Id header is missing: begin a session with "initialize"';
      return sendJsonRpcError(response, 400, JSON_RPC.serverError, message);
    }
    const session = this.#open.get(sessionId);
    // Another agent's session is answered like one that does not exist.
    if (session?.principalId !== agent.id) {
      const message = 'Session not found: it has ended or never was; begin a new one with "initialize"';
      return sendJsonRpcError(response, 404, JSON_RPC.sessionNotFound, message);
    }
    if (request.method === 'POST') this.sessions.touch(sessionId);
    const refusal = refusalOf(request);
    if (refusal) return sendJsonRpcError(response, refusal.status, JSON_RPC.serverError, refusal.message);
    if (request.method === 'POST') this.#post(session, exchange);
    else if (request.method === 'GET') this.#listen(session, exchange);
    else this.#end(session, exchange);
  }

  #post(session: ProtocolSession, { request, response, body, rawBody }: McpExchange): void {
    const fault = faultOf(body);
    if (fault) return sendJsonRpcError(response, 400, JSON_RPC.invalidRequest, fault);
    const revision = request.header('mcp-protocol-version')?.trim() ?? '';
    session.post(RawMessage.ofBody(body, rawBody), request, response, isResumable(revision));
  }

  #listen({ streams, replay }: ProtocolSession, { request, response }: McpExchange): void {
    const lastEventId = replay && request.header('last-event-id');
    if (lastEventId) {
      if (mayResume(replay, lastEventId, response)) streams.resume(lastEventId, response);
    } else if (!streams.listen(response)) {
      const message = 'Conflict: the session has such a stream open already; there is one at a time';
      sendJsonRpcError(response, 409, JSON_RPC.serverError, message);
    }
  }

  /** The agent ends its session: what is in flight has been answered when it gets this answer. */
  #end({ sessionId }: ProtocolSession, { response }: McpExchange): void {
    this.sessions.closeSession(sessionId, 'client');
    response.status(200).end();
  }

  async #begin(exchange: McpExchange, { params }: InitializeRequest): Promise<void> {
    const { request, response, agent, body, rawBody } = exchange;
    const refusal = refusalOf(request);
    if (refusal) return sendJsonRpcError(response, refusal.status, JSON_RPC.serverError, refusal.message);
    const fault = this.#limitReached(agent);
    if (fault) {
      response.setHeader('Retry-After', RETRY_SESSION_AFTER_S);
      return sendJsonRpcError(response, 429, JSON_RPC.serverError, fault);
    }
    const client = readClientInfo(params.clientInfo);
    const { tenantId, id: principalId } = agent;
    const identity = { era: 'legacy', sessionId: newSessionId(), tenantId, principalId, client } as const;
    const session = new ProtocolSession(identity, this.observation, this.replays.forSession());
    await session.open(this.offer);
    this.#opened(session, identity, params.protocolVersion);
    session.post(RawMessage.ofBody(body, rawBody), request, response, isResumable(params.protocolVersion));
  }

  /** Says that the tenant has too many sessions, where none of the agent's own gives way. */
  #limitReached({ tenantId, id: principalId }: Agent): string | undefined {
    const limit = this.options.maxSessionsPerTenant ?? DEFAULT_MAX_SESSIONS;
    if (this.sessions.countOpen(tenantId, 'protocol') < limit) return undefined;
    if (this.sessions.expireLongestIdle(principalId, 'protocol')) return undefined;
    return `Tenant ${tenantId} has ${limit} open sessions, the most it may have: end one with DELETE, or wait until an idle one expires`;
  }

  #opened(
    session: ProtocolSession,
    { sessionId, tenantId, principalId, client }: ConnectionIdentity,
    wanted: string,
  ): void {
    this.#open.set(sessionId, session);
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
      // Calls first: their answers are results that the agent's model can read.
      void this.calls.cancelSession(sessionId, text);
      session.close(text);
    });
  }
}
