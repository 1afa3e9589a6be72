import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  type AuthInfo,
  type McpRequestContext,
  type McpServer,
} from '@modelcontextprotocol/server';
import { DerivedSessions } from '#sessions';
import { CallObserver } from '#tools';
import type { Agent } from './agent.ts';
import type { McpExchange } from './mcp-exchange.ts';
import { McpServers, type Caller } from './mcp-servers.ts';
import { readEnvelope } from './modern-envelope.ts';

/** Revision 2026-07-28: every request stands alone, and a server object lives as long as one of them. */
@Injectable()
export class ModernEndpoint implements OnModuleDestroy {
  readonly #logger = new Logger('ModernEndpoint');
  readonly #handler = createMcpHandler((context) => this.#serve(context), {
    legacy: 'reject',
    onerror: (error) => this.#logger.debug(error.message),
  });
  readonly #respond = toNodeHandler(this.#handler, { onerror: (error) => this.#logger.error(error) });

  constructor(
    private readonly servers: McpServers,
    private readonly sessions: DerivedSessions,
    private readonly observer: CallObserver,
  ) {}

  async handle({ request, response, agent, body }: McpExchange): Promise<void> {
    // The SDK passes `auth` through to the factory untouched; it is the one way to hand something over.
    const auth: AuthInfo = { token: '', clientId: agent.principal, scopes: [], extra: { agent, body } };
    await this.#respond(Object.assign(request, { auth }), response, body);
  }

  async onModuleDestroy(): Promise<void> {
    await this.#handler.close();
  }

  #serve({ authInfo }: McpRequestContext): McpServer {
    const { agent, body } = (authInfo as AuthInfo).extra as unknown as { agent: Agent; body: unknown };
    let caller: Caller | undefined;
    const server = this.servers.create(() => {
      if (!caller) throw new Error('The server is not connected yet');
      return caller;
    });
    const connect = server.connect.bind(server);
    // Connected means accepted: only now does the request belong to a session.
    server.connect = (transport) => {
      const envelope = readEnvelope(body);
      const { tenantId } = agent;
      const owner = { sessionId: this.sessions.sessionFor({ ...agent, ...envelope }), tenantId };
      const connection = this.observer.observe(transport, owner, 'The client closed the response stream');
      caller = { ...owner, client: envelope.client, callOf: connection.callOf.bind(connection) };
      return connect(transport);
    };
    return server;
  }
}
