import { Inject, Injectable } from '@nestjs/common';
import {
  isInitializeRequest,
  LATEST_PROTOCOL_VERSION,
  SUPPORTED_PROTOCOL_VERSIONS,
  type InitializeRequest,
  type JSONRPCMessage,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server';
import type { ClientInfo } from '#contract';
import { newSessionId, RunningCalls, SessionRegistry } from '#sessions';
import { CallObserver } from '#tools';
import type { Agent } from './agent.ts';
import { readClientInfo } from './client-info.ts';
import { JSON_RPC, sendJsonRpcError } from './json-rpc-error.ts';
import type { McpExchange } from './mcp-exchange.ts';
import { McpServers } from './mcp-servers.ts';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from './mcp.module-definition.ts';
import { mayResume } from './replay/may-resume.ts';
import { Replays } from './replay/replays.ts';
import type { SessionReplay } from './replay/session-replay.ts';
import { sessionEndText } from './session-end-text.ts';
import { refusalOf } from './session-transport/request-refusal.ts';
import { SessionTransport } from './session-transport/session-transport.ts';

const DEFAULT_MAX_SESSIONS = 10_000;

/** The most messages in one body. */
const MAX_BATCH = 100;

/** The first revision whose clients know an event that only begins a stream. */
const RESUMABLE_SINCE = '2025-11-25';

interface ProtocolSession {
  transport: SessionTransport;
  agent: Agent;
  replay: SessionReplay | undefined;
  /** Resolves when everything that served the session is closed; missing while it is open. */
  ended?: Promise<void>;
}

/** Revisions up to 2025-11-25: `initialize`, and from then on a session with a transport of its own. */
@Injectable()
export class ProtocolSessions {
  readonly #open = new Map<string, ProtocolSession>();

  constructor(
    @Inject(MCP_MODULE_OPTIONS) private readonly options: McpModuleOptions,
    private readonly servers: McpServers,
    private readonly replays: Replays,
    private readonly sessions: SessionRegistry,
    private readonly observer: CallObserver,
    private readonly calls: RunningCalls,
  ) {}

  async handle(exchange: McpExchange): Promise<void> {
    const { request, response, agent, body } = exchange;
    const sessionId = request.header('mcp-session-id');
    if (sessionId === undefined) {
      if (isInitializeRequest(body)) return this.#begin(exchange, body as InitializeRequest & JSONRPCRequest);
      const message = 'The Mcp-Session-Id header is missing: begin a session with "initialize"';
      return sendJsonRpcError(response, 400, JSON_RPC.serverError, message);
    }
    const session = this.#open.get(sessionId);
    // Another agent's session is answered like one that does not exist.
    if (session?.agent.id !== agent.id) {
      const message = 'Session not found: it has ended or never was; begin a new one with "initialize"';
      return sendJsonRpcError(response, 404, JSON_RPC.sessionNotFound, message);
    }
    if (request.method === 'POST') this.sessions.touch(sessionId);
    const refusal = refusalOf(request);
    if (refusal) return sendJsonRpcError(response, refusal.status, JSON_RPC.serverError, refusal.message);
    if (request.method === 'POST') this.#post(session, exchange);
    else if (request.method === 'GET') this.#listen(session, exchange);
    else await this.#end(session, exchange);
  }

  #post({ transport }: ProtocolSession, { request, response, body }: McpExchange): void {
    const messages = (Array.isArray(body) ? body : [body]) as JSONRPCMessage[];
    const fault = faultOf(messages);
    if (fault) return sendJsonRpcError(response, 400, JSON_RPC.invalidRequest, fault);
    const revision = request.header('mcp-protocol-version')?.trim() ?? '';
    transport.post(messages, response, isResumable(revision));
  }

  #listen({ transport, replay }: ProtocolSession, exchange: McpExchange): void {
    const { request, response } = exchange;
    const lastEventId = replay && request.header('last-event-id');
    if (lastEventId) {
      if (mayResume(replay, lastEventId, response)) transport.resume(lastEventId, response);
    } else if (!transport.listen(response)) {
      const message = 'Conflict: the session has such a stream open already; there is one at a time';
      sendJsonRpcError(response, 409, JSON_RPC.serverError, message);
    }
  }

  /** The agent ends its session: what is in flight has been answered when it hears of that. */
  async #end(session: ProtocolSession, { response }: McpExchange): Promise<void> {
    this.sessions.closeSession(session.transport.sessionId, 'client');
    await session.ended;
    response.status(200).end();
  }

  async #begin(
    { request, response, agent }: McpExchange,
    initialize: InitializeRequest & JSONRPCRequest,
  ): Promise<void> {
    const refusal = refusalOf(request);
    if (refusal) return sendJsonRpcError(response, refusal.status, JSON_RPC.serverError, refusal.message);
    const { tenantId, id: principalId } = agent;
    const limit = this.options.maxSessionsPerTenant ?? DEFAULT_MAX_SESSIONS;
    const isFull = this.sessions.countOpen(tenantId, 'protocol') >= limit;
    if (isFull && !this.sessions.expireLongestIdle(principalId, 'protocol')) {
      const message = `Tenant ${tenantId} has ${limit} open sessions, the most it may have: end one with DELETE, or wait until an idle one expires`;
      response.setHeader('Retry-After', '10');
      return sendJsonRpcError(response, 429, JSON_RPC.serverError, message);
    }
    const sessionId = newSessionId();
    const replay = this.replays.forSession();
    const transport = new SessionTransport(sessionId, replay);
    const owner = { sessionId, tenantId, principalId };
    const connection = this.observer.observe(transport, owner, this.calls, sessionEndText('client'));
    const { params } = initialize;
    const client = readClientInfo(params.clientInfo);
    const caller = { ...owner, client, callOf: connection.callOf.bind(connection) };
    await this.servers.forSession(caller).connect(transport);
    this.#opened({ transport, agent, replay }, client, params.protocolVersion);
    transport.post([initialize], response, isResumable(params.protocolVersion));
  }

  #opened(session: ProtocolSession, client: ClientInfo, wanted: string): void {
    const { transport, agent, replay } = session;
    const { sessionId } = transport;
    this.#open.set(sessionId, session);
    this.sessions.openSession(
      {
        sessionId,
        tenantId: agent.tenantId,
        principalId: agent.id,
        origin: 'protocol',
        client,
        protocolVersion: SUPPORTED_PROTOCOL_VERSIONS.includes(wanted) ? wanted : LATEST_PROTOCOL_VERSION,
      },
      (reason) => {
        this.#open.delete(sessionId);
        const text = sessionEndText(reason);
        // While the transport can still carry the answers.
        const answered = this.calls.cancelSession(sessionId, text);
        session.ended = answered.then(() => transport.close(text)).finally(() => replay?.release());
      },
    );
  }
}

/** A client may ask for a revision that nobody knows: it is not taken to know what later ones have. */
function isResumable(revision: string): boolean {
  return revision >= RESUMABLE_SINCE && SUPPORTED_PROTOCOL_VERSIONS.includes(revision);
}

/** What is wrong with messages for a session that has begun; undefined when nothing is. */
function faultOf(messages: readonly JSONRPCMessage[]): string | undefined {
  if (messages.length > MAX_BATCH) return `A batch may hold ${MAX_BATCH} messages at most`;
  const begins = messages.some((message) => 'method' in message && message.method === 'initialize');
  return begins ? 'The session has begun already: "initialize" may not be sent in it' : undefined;
}
