import { Inject, Injectable, Logger } from '@nestjs/common';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import type { SessionId } from '#contract';
import { shuttingDown, type AgentPrincipal, type EdgeError } from '#edge';
import { loggableExcerpt } from '#redaction';
import { DerivedSessions, RunningCalls } from '#sessions';
import { isRequest, type Offer } from '#tools';
import { AgentConnection } from '../connection/agent-connection.ts';
import type { McpExchange } from '../mcp-exchange.ts';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from '../mcp.module-definition.ts';
import { Observation } from '../observation/observation.ts';
import type { GateRequest } from '../sdk/gate-request.ts';
import { createRequestGate } from '../sdk/request-gate.ts';
import { rightsChanged } from '../rights-changed.ts';
import { sessionEndText } from '../session-end-text.ts';
import { UsableTools } from '../usable-tools.ts';
import { readEnvelope, type ModernEnvelope } from './modern-envelope.ts';
import { ModernExchange, type ExchangeHost } from './modern-exchange.ts';
import { PlainCalls } from './plain-calls.ts';

/** Maximum length of an SDK message in the debug log, in characters. */
const MAX_LOGGED = 500;

const NO_SESSION = '' as SessionId;

const SERVICE_UNAVAILABLE = 503;

/** Requests that only ask what the server offers. They do not begin a session. */
const ASKING = new Set([
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'subscriptions/listen',
]);

/** Serves revision 2026-07-28: every request has its own connection, which ends with the request. */
@Injectable()
export class ModernEndpoint implements ExchangeHost {
  readonly #logger = new Logger('ModernEndpoint');
  readonly #gate;
  readonly #plain = new PlainCalls((tool, exchange) => this.inputSchema(tool, exchange));
  /** Exchanges without an answer. */
  readonly #open = new Set<ModernExchange>();

  constructor(
    @Inject(MCP_MODULE_OPTIONS) options: McpModuleOptions,
    private readonly sessions: DerivedSessions,
    private readonly observation: Observation,
    private readonly calls: RunningCalls,
    private readonly usable: UsableTools,
  ) {
    // The message quotes what the agent sent.
    this.#gate = createRequestGate(options.serverInfo, ({ message }) =>
      this.#logger.debug(loggableExcerpt(message, MAX_LOGGED)),
    );
  }

  async handle(http: McpExchange): Promise<void> {
    const exchange = new ModernExchange(http, this);
    this.#open.add(exchange);
    try {
      await exchange.serve();
    } finally {
      this.#open.delete(exchange);
    }
  }

  /** Answers every request in flight with an error, because the server shuts down. */
  close(): void {
    for (const exchange of this.#open)
      exchange.fail(sessionEndText('shutdown'), shuttingDown(), SERVICE_UNAVAILABLE);
  }

  /** Answers every request in flight of the agents that are meant with an error. One that has not begun gets the refusal. */
  endOf(isMeant: (agent: AgentPrincipal) => boolean, reason: string, refusal: EdgeError): void {
    for (const exchange of this.#open) if (isMeant(exchange.http.agent)) exchange.fail(reason, refusal);
  }

  isPlainCall(exchange: McpExchange): boolean {
    return this.#plain.includes(exchange);
  }

  fetch(request: GateRequest, parsedBody: unknown): Promise<globalThis.Response> {
    return this.#gate.fetch(request.asWebRequest, { parsedBody });
  }

  inputSchema(tool: string, { agent, offer }: McpExchange): Record<string, unknown> | undefined {
    return this.usable.mayUse(agent, offer, tool) ? offer.inputSchema(tool) : undefined;
  }

  async connect({ http: { agent, offer, body } }: ModernExchange): Promise<AgentConnection> {
    const message = body as JSONRPCMessage;
    const envelope = readEnvelope(body);
    // A notification does not state its sender.
    const isSessionless = !isRequest(message) || ASKING.has(message.method);
    const session = isSessionless ? NO_SESSION : this.#sessionOf(agent, offer, envelope);
    const sessionId = typeof session === 'string' ? session : await session;
    const { tenantId, id: principalId } = agent;
    const identity = {
      era: 'modern',
      sessionId,
      tenantId,
      principalId,
      client: envelope.client,
      offer,
      ...this.usable.of(agent, offer),
    } as const;
    const connection = new AgentConnection(identity, this.observation);
    await connection.open();
    return connection;
  }

  #sessionOf(agent: AgentPrincipal, offer: Offer, envelope: ModernEnvelope): SessionId | Promise<SessionId> {
    const upstream = offer.upstreamOf();
    const { issuerId } = agent;
    const key = {
      tenantId: agent.tenantId,
      principalId: agent.id,
      ...(issuerId !== undefined && { issuerId }),
      ...(upstream !== undefined && { upstream }),
      ...envelope,
    };
    return this.sessions.sessionFor(key, (sessionId, reason) => {
      const text = sessionEndText(reason);
      void this.calls.cancelSession(sessionId, text);
      // When the session ends for another reason, only the grouping has ended: requests other than calls continue.
      if (reason !== 'admin') return;
      for (const exchange of this.#open)
        if (exchange.sessionId === sessionId) exchange.fail(text, rightsChanged());
    });
  }
}
