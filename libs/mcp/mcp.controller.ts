import { All, Controller, Logger, Req, Res, type OnModuleDestroy } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ROUTES } from '#contract';
import { AgentAuthenticator } from './agent-authenticator.ts';
import { eraOf } from './era.ts';
import { JSON_RPC, sendJsonRpcError } from './json-rpc-error.ts';
import { ModernEndpoint } from './modern-endpoint.ts';
import { ProtocolSessions } from './protocol-sessions.ts';

const METHODS = ['POST', 'GET', 'DELETE'];

/** The MCP endpoint: agents of both eras on one route. Every error is JSON-RPC. */
@Controller()
export class McpController implements OnModuleDestroy {
  readonly #logger = new Logger('McpController');
  #closing = false;

  constructor(
    private readonly agents: AgentAuthenticator,
    private readonly protocolSessions: ProtocolSessions,
    private readonly modern: ModernEndpoint,
  ) {}

  /** From here on nothing may begin: sessions are about to end, while the port is still open. */
  onModuleDestroy(): void {
    this.#closing = true;
  }

  @All(ROUTES.mcp)
  async handle(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!METHODS.includes(request.method)) {
      response.setHeader('Allow', METHODS.join(', '));
      return sendJsonRpcError(response, 405, JSON_RPC.serverError, `Method not allowed: ${request.method}`);
    }
    if (this.#closing) {
      response.setHeader('Connection', 'close');
      return sendJsonRpcError(response, 503, JSON_RPC.serverError, 'The server is shutting down');
    }
    const agent = this.agents.authenticate(request.header('authorization'));
    if (!agent) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      const message = 'Unauthorized: send an agent key of this server as "Authorization: Bearer KEY"';
      return sendJsonRpcError(response, 401, JSON_RPC.serverError, message);
    }
    const body: unknown = request.body;
    try {
      const era = eraOf(request, body) === 'legacy' ? this.protocolSessions : this.modern;
      await era.handle({ request, response, agent, body });
    } catch (error) {
      this.#logger.error(error);
      sendJsonRpcError(response, 500, JSON_RPC.internalError, 'Internal server error');
    }
  }
}
