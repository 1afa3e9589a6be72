import { All, Controller, Logger, Req, Res, type OnModuleDestroy } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ROUTES } from '#contract';
import { AgentIdentities, EdgeError, setErrorHeaders } from '#edge';
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
    private readonly agents: AgentIdentities,
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
    try {
      const agent = await this.agents.authenticate(request);
      const body: unknown = request.body;
      const era = eraOf(request, body) === 'legacy' ? this.protocolSessions : this.modern;
      await era.handle({ request, response, agent, body });
    } catch (error) {
      if (error instanceof EdgeError) return refuse(response, error);
      this.#logger.error(error);
      sendJsonRpcError(response, 500, JSON_RPC.internalError, 'Internal server error');
    }
  }
}

function refuse(response: Response, error: EdgeError): void {
  setErrorHeaders(response, error.getStatus(), error);
  sendJsonRpcError(response, error.getStatus(), JSON_RPC.serverError, error.message);
}
