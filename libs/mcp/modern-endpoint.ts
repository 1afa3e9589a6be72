import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import {
  createMcpHandler,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type McpRequestContext,
  type McpServer,
} from '@modelcontextprotocol/server';
import type { Response } from 'express';
import type { Subscription } from 'rxjs';
import type { SessionId } from '#contract';
import { loggableExcerpt } from '#redaction';
import { DerivedSessions, RunningCalls, SessionRegistry } from '#sessions';
import { CallObserver } from '#tools';
import type { Agent } from './agent.ts';
import { JSON_RPC, sendJsonRpcError } from './json-rpc-error.ts';
import type { McpExchange } from './mcp-exchange.ts';
import type { Caller } from './caller.ts';
import { ChangeNotices } from './change-notices.ts';
import { McpServers } from './mcp-servers.ts';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from './mcp.module-definition.ts';
import { readEnvelope, type ModernEnvelope } from './modern-envelope.ts';
import { authInfoOf, ServedRequest, servedRequestOf } from './served-request.ts';
import { sessionEndText } from './session-end-text.ts';
import { isRequest } from './messages.ts';
import { ListenEvents } from './surface/listen-events.ts';
import { ListenGuard } from './surface/listen-guard.ts';
import { sendWebResponse, webRequestOf } from './web-exchange.ts';

/** How long a shutdown waits for calls in flight, in milliseconds. */
const DEFAULT_DRAIN_MS = 10_000;

/** Maximum length of a message of the SDK in the debug log, in characters. */
const MAX_LOGGED = 500;

/** The status by which the SDK says that a request was closed before it had an answer. */
const CLOSED_UNANSWERED = 499;

/** Requests that reach nothing of the application's but what lists the resources of a family. */
const ASKING = new Set([
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'subscriptions/listen',
]);

/** Revision 2026-07-28: every request stands alone, and a server object lives as long as one of them. */
@Injectable()
export class ModernEndpoint implements OnModuleDestroy {
  readonly #logger = new Logger('ModernEndpoint');
  readonly #handler = createMcpHandler((context) => this.#serve(context), {
    legacy: 'reject',
    bus: new ListenEvents(),
    // Such a message quotes what the agent sent.
    onerror: (error) => this.#logger.debug(loggableExcerpt(error.message, MAX_LOGGED)),
  });
  readonly #telling: Subscription;
  /** Requests that have not been answered. */
  readonly #served: ServedRequest[] = [];

  constructor(
    @Inject(MCP_MODULE_OPTIONS) private readonly options: McpModuleOptions,
    private readonly servers: McpServers,
    private readonly sessions: DerivedSessions,
    private readonly registry: SessionRegistry,
    private readonly observer: CallObserver,
    private readonly calls: RunningCalls,
    private readonly listenGuard: ListenGuard,
    notices: ChangeNotices,
  ) {
    this.#telling = notices.tell(this.#handler.notify);
  }

  async handle({ request, response, agent, body }: McpExchange): Promise<void> {
    const served = new ServedRequest(agent, body, response);
    const options = { authInfo: authInfoOf(served), parsedBody: body };
    const asked = webRequestOf(request, response);
    const respond = () => this.#handler.fetch(asked, options);
    this.#served.push(served);
    try {
      const answered = await this.listenGuard.answer(agent, body, asked.signal, respond);
      if (answered.status === CLOSED_UNANSWERED) this.#refuse(served, response);
      else if (!served.isStreamed) await sendWebResponse(answered, response, served.answer);
    } finally {
      this.#served.splice(this.#served.lastIndexOf(served), 1);
    }
  }

  async onModuleDestroy(): Promise<void> {
    // Calls in flight get a while to end by themselves; nothing new begins.
    await this.calls.whenNone(this.options.drainMs ?? DEFAULT_DRAIN_MS);
    // Sessions first: the handler would close the calls in flight without an answer.
    this.registry.closeAll('shutdown');
    this.#telling.unsubscribe();
    await this.#handler.close();
  }

  /** The server ends, or the client has gone. What has begun as a stream can have no other status. */
  #refuse(served: ServedRequest, response: Response): void {
    const { id } = served.body as JSONRPCRequest;
    const message = sessionEndText('shutdown');
    if (served.isStreamed) served.fail(message);
    else sendJsonRpcError(response, 503, JSON_RPC.serverError, message, id);
  }

  #serve({ authInfo }: McpRequestContext): McpServer {
    const served = servedRequestOf(authInfo);
    const { agent } = served;
    // The SDK makes a server only for what it has found to be well-formed.
    const body = served.body as JSONRPCMessage;
    let caller: Caller | undefined;
    const known = (): Caller => {
      if (!caller) throw new Error('The server is not connected yet');
      return caller;
    };
    const server = this.servers.forRequest(known, body);
    const connect = server.connect.bind(server);
    // Connected means accepted: only now does the request belong to a session.
    server.connect = (transport) => {
      served.carry(transport);
      // A notification does not say who sent it, and who only asks what there is does nothing yet.
      if (!isRequest(body)) return connect(transport);
      const envelope = readEnvelope(body);
      const { tenantId, id: principalId } = agent;
      if (ASKING.has(body.method)) {
        caller = { sessionId: '', tenantId, client: envelope.client, callOf: () => undefined };
        return connect(transport);
      }
      const owner = { sessionId: this.#sessionOf(agent, envelope), tenantId, principalId };
      served.sessionId = owner.sessionId;
      const connection = this.observer.observe(
        transport,
        owner,
        this.calls,
        'The client closed the response stream',
      );
      caller = { ...owner, client: envelope.client, callOf: connection.callOf.bind(connection) };
      return connect(transport);
    };
    return server;
  }

  #sessionOf(agent: Agent, envelope: ModernEnvelope): SessionId {
    return this.sessions.sessionFor(
      { tenantId: agent.tenantId, principalId: agent.id, ...envelope },
      (sessionId, reason) => {
        const text = sessionEndText(reason);
        void this.calls.cancelSession(sessionId, text);
        // Without an admin's word requests other than calls go on: no more than their grouping has ended.
        if (reason === 'admin')
          for (const served of this.#served.filter((one) => one.sessionId === sessionId)) served.fail(text);
      },
    );
  }
}
