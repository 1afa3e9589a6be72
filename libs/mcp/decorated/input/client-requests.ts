import { randomUUID } from 'node:crypto';
import {
  ProtocolErrorCode,
  ProtocolError,
  type ClientCapabilities,
  type ElicitRequestFormParams,
  type ElicitRequestURLParams,
  type InputRequest,
  type InputResponse,
  type RequestOptions,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { InputChannel } from './input-channel.ts';

/**
 * Asks by requests to the client, up to revision 2025-11-25. They use the stream of the request that they belong to.
 */
export class ClientRequests implements InputChannel {
  constructor(
    private readonly context: ServerContext,
    private readonly capabilities: ClientCapabilities,
    private readonly timeoutMs: number,
  ) {}

  async ask(_key: string, request: InputRequest, signal: AbortSignal): Promise<InputResponse> {
    const { mcpReq } = this.context;
    const options: RequestOptions = {
      relatedRequestId: mcpReq.id,
      signal,
      timeout: this.timeoutMs,
      resetTimeoutOnProgress: true,
      onprogress: () => {},
    };
    switch (request.method) {
      case 'elicitation/create':
        return mcpReq.elicitInput(withElicitationId(request.params), options);
      case 'sampling/createMessage':
        return mcpReq.requestSampling(request.params, options) as Promise<InputResponse>;
      case 'roots/list':
        if (this.capabilities.roots) return mcpReq.send({ method: 'roots/list' }, options);
        throw new ProtocolError(ProtocolErrorCode.InvalidRequest, 'Client does not support listing roots.');
      default:
        return request satisfies never;
    }
  }

  async question(): Promise<undefined> {
    return undefined;
  }
}

type ElicitationParams = ElicitRequestFormParams | ElicitRequestURLParams;

// Only these revisions have this id, which lets the client distinguish pages.
function withElicitationId(params: object): ElicitationParams {
  const stated = params as ElicitationParams;
  return stated.mode === 'url' ? { ...stated, elicitationId: randomUUID() } : stated;
}
