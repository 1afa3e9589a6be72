import { Inject, Injectable, Logger } from '@nestjs/common';
import type { RequestId } from '@modelcontextprotocol/server';
import type { Request, Response } from 'express';
import {
  AgentIdentities,
  Edge,
  EdgeError,
  JSON_RPC,
  nothingAt,
  ProtectedResource,
  rawBodyOf,
  setErrorHeaders,
  type AgentPrincipal,
} from '#edge';
import { loggableError } from '#redaction';
import { ambiguousMember, Offers, type Offer } from '#tools';
import { AgentLimits } from './limits/agent-limits.ts';
import { eraOf } from './era.ts';
import { sendJsonRpcError } from './json-rpc-error.ts';
import { readMcpBody } from './mcp-body.ts';
import { CallQuotas } from './limits/call-quotas.ts';
import { McpShutdown } from './mcp-shutdown.ts';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from './mcp.module-definition.ts';
import { CallHolders } from './modern/call-holders.ts';
import { ModernEndpoint } from './modern/modern-endpoint.ts';
import { ProtocolSessions } from './legacy/protocol-sessions.ts';
import { SessionOwners } from './legacy/session-owners.ts';
import { ToolScopes } from './tool-scopes.ts';
import { withKnownMembers } from './request/known-members.ts';
import { faultOfBody } from './request/message-fault.ts';

const METHODS = ['POST', 'GET', 'DELETE'];

/** The answer to a request that failed for a reason which is only for the log. */
const INTERNAL = new EdgeError(500, 'INTERNAL', 'Internal server error', {
  jsonRpcCode: JSON_RPC.internalError,
});

/**
 * The MCP endpoint, which serves agents of both eras on one route. It identifies the agent before it reads the body.
 * Every error is JSON-RPC.
 */
@Injectable()
export class McpEndpoint {
  readonly #logger = new Logger('McpEndpoint');

  constructor(
    @Inject(MCP_MODULE_OPTIONS) { path }: McpModuleOptions,
    edge: Edge,
    private readonly agents: AgentIdentities,
    private readonly offers: Offers,
    private readonly limits: AgentLimits,
    private readonly quotas: CallQuotas,
    private readonly protocolSessions: ProtocolSessions,
    private readonly owners: SessionOwners,
    private readonly holders: CallHolders,
    private readonly modern: ModernEndpoint,
    private readonly shutdown: McpShutdown,
    private readonly scopes: ToolScopes,
    private readonly resource: ProtectedResource,
  ) {
    edge.mountEndpoint({
      path,
      has: (name) => offers.has(name),
      handle: (request, response, name) => this.#handle(request, response, name),
      sendError: (response, error) => this.#refuse(response, error),
    });
    edge.mountDocument({
      paths: () => resource.metadataPaths,
      contentFor: (request) => resource.metadata(request),
    });
  }

  async #handle(request: Request, response: Response, name: string): Promise<void> {
    let body: unknown;
    try {
      const agent = await this.#admit(request, response);
      const offer = this.offers.find(name, agent.tenantId);
      if (!offer) throw nothingAt(request);
      const refuse = (error: EdgeError): void => this.#refuse(response, error);
      const holdBody = this.limits.admitRequest(agent, request, response, refuse);
      // Only a POST carries messages.
      if (request.method !== 'POST') request.resume();
      else body = withKnownMembers(await readMcpBody(request, response));
      const rawBody = rawBodyOf(request);
      // The body may have taken long to arrive.
      this.agents.requireValid(agent, request);
      if (body !== undefined) requireMessages(body, offer, rawBody);
      this.scopes.admitMessages(agent, offer, body);
      this.shutdown.admitMessages(body, response);
      const isLegacy = eraOf(request, body) === 'legacy';
      const exchange = { request, response, agent, offer, body, rawBody, holdBody };
      // Its owner counts what it handed over.
      if (await (isLegacy ? this.owners : this.holders).handOver(exchange)) return;
      this.limits.admitMessages(agent, body, response);
      if (this.quotas.areNeeded) await this.quotas.admitMessages(exchange);
      // Other instances and a broker may have taken long to answer.
      this.agents.requireValid(agent, request);
      await (isLegacy ? this.protocolSessions : this.modern).handle(exchange);
    } catch (error) {
      if (!(error instanceof EdgeError)) this.#logger.error(loggableError(error));
      this.#refuse(response, error instanceof EdgeError ? error : INTERNAL, idOf(body));
    }
  }

  #refuse(response: Response, error: EdgeError, id: RequestId | null = null): void {
    // Its body was refused while it arrived, and so could not be read to the end.
    if (response.headersSent) return;
    const status = error.getStatus();
    const isChallenge = status === 401 || error.challenge !== undefined;
    const challenge = isChallenge ? this.resource.challenge(response.req, error) : undefined;
    if (challenge !== undefined) response.setHeader('WWW-Authenticate', challenge);
    setErrorHeaders(response, status, error);
    sendJsonRpcError(response, status, error.jsonRpcCode, error.message, id);
  }

  #admit(request: Request, response: Response): Promise<AgentPrincipal> {
    if (!METHODS.includes(request.method)) {
      response.setHeader('Allow', METHODS.join(', '));
      throw new EdgeError(405, 'METHOD_NOT_ALLOWED', `Method not allowed: ${request.method}`);
    }
    return this.agents.authenticate(request);
  }
}

/**
 * Throws an `EdgeError` for a body that is not valid JSON-RPC, or of which a server behind the offer may read another
 * message than the one that is checked, observed and counted here.
 */
function requireMessages(body: unknown, { passesMessages }: Offer, rawBody: Buffer | undefined): void {
  const fault = faultOfBody(body) ?? (passesMessages && rawBody ? faultOfKeys(rawBody) : undefined);
  if (!fault) return;
  throw new EdgeError(400, 'INVALID_REQUEST', `Invalid request: ${fault}`, {
    jsonRpcCode: JSON_RPC.invalidRequest,
  });
}

function faultOfKeys(body: Buffer): string | undefined {
  const key = ambiguousMember(body);
  return key === undefined
    ? undefined
    : `write "${key}" once, and in the case of MCP: readers take it differently`;
}

/** The id of the request in the body; null for a batch or a body without an id. */
function idOf(body: unknown): RequestId | null {
  const { id } = (body ?? {}) as { id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}
