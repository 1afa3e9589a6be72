import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import {
  isInitializeRequest,
  LATEST_PROTOCOL_VERSION,
  SUPPORTED_PROTOCOL_VERSIONS,
  type InitializeRequest,
} from '@modelcontextprotocol/server';
import { SessionRegistry } from '#sessions';
import { CallObserver, RunningCalls } from '#tools';
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

const DEFAULT_MAX_SESSIONS = 10_000;

/** How long an agent is asked to wait before it comes back to a stream that was cut. */
const RETRY_MS = 1_000;

interface ProtocolSession {
  transport: NodeStreamableHTTPServerTransport;
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
      if (isInitializeRequest(body)) return this.#begin(exchange, body);
      const message = 'The Mcp-Session-Id header is missing: begin a session with "initialize"';
      return sendJsonRpcError(response, 400, JSON_RPC.serverError, message);
    }
    const session = this.#open.get(sessionId);
    // Another agent's session is answered like one that does not exist.
    if (session?.agent.principal !== agent.principal) {
      const message = 'Session not found: it has ended or never was; begin a new one with "initialize"';
      return sendJsonRpcError(response, 404, JSON_RPC.sessionNotFound, message);
    }
    if (request.method === 'POST') this.sessions.touch(sessionId);
    if (!mayResume(session.replay, exchange)) return;
    await session.transport.handleRequest(request, response, body);
  }

  async #begin(exchange: McpExchange, initialize: InitializeRequest): Promise<void> {
    const { request, response, agent } = exchange;
    const { tenantId } = agent;
    const limit = this.options.maxSessionsPerTenant ?? DEFAULT_MAX_SESSIONS;
    if (this.sessions.countOpen(tenantId, 'protocol') >= limit) {
      const message = `Tenant ${tenantId} has ${limit} open sessions, the most it may have: end one with DELETE, or wait until an idle one expires`;
      return sendJsonRpcError(response, 429, JSON_RPC.serverError, message);
    }
    const sessionId = randomUUID();
    const replay = this.replays.forSession();
    const transport: NodeStreamableHTTPServerTransport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: () => sessionId,
      ...(replay && { eventStore: replay, retryInterval: RETRY_MS }),
      onsessioninitialized: () => this.#opened(sessionId, { transport, agent, replay }, initialize),
      // The transport closes itself then: not before the answers are out.
      onsessionclosed: () => {
        const closing = this.#open.get(sessionId);
        this.sessions.closeSession(sessionId, 'client');
        return closing?.ended;
      },
    });
    const owner = { sessionId, tenantId };
    const connection = this.observer.observe(transport, owner, 'The session ended before the call did');
    const client = readClientInfo(initialize.params.clientInfo);
    const caller = { ...owner, client, callOf: connection.callOf.bind(connection) };
    await this.servers.forSession(caller).connect(transport);
    await transport.handleRequest(request, response, initialize);
    // Refused before it began, for its headers: nobody else would close it.
    if (this.#open.has(sessionId)) return;
    await transport.close();
    replay?.release();
  }

  #opened(sessionId: string, session: ProtocolSession, { params }: InitializeRequest): void {
    const { transport, agent, replay } = session;
    this.#open.set(sessionId, session);
    const supported = SUPPORTED_PROTOCOL_VERSIONS.includes(params.protocolVersion);
    this.sessions.openSession(
      {
        sessionId,
        tenantId: agent.tenantId,
        origin: 'protocol',
        client: readClientInfo(params.clientInfo),
        protocolVersion: supported ? params.protocolVersion : LATEST_PROTOCOL_VERSION,
      },
      (reason) => {
        this.#open.delete(sessionId);
        // While the transport can still carry the answers.
        const answered = this.calls.cancelSession(sessionId, sessionEndText(reason));
        session.ended = answered.then(() => transport.close()).finally(() => replay?.release());
      },
    );
  }
}
