import {
  inputRequired,
  type ClientCapabilities,
  type CreateMessageRequestParams,
  type ElicitResult,
  type InputRequest,
  type ListRootsResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { MCP_REQUEST, type ElicitParams, type HandlerContext, type InputOptions } from '#tools';
import { HandlerRequest } from '../sdk/handler-request.ts';
import type { InputChannel } from './input/input-channel.ts';

/** What a handler's context is made of. */
interface Parts {
  capabilities: ClientCapabilities;
  context: ServerContext;
  channel: InputChannel;
  signal: AbortSignal;
}

/** The context of one run of a handler. */
export function handlerContextOf({ capabilities, context, channel, signal }: Parts): HandlerContext {
  const { client: agent, origin } = HandlerRequest.of(context);
  const { sessionId, tenantId, client } = agent;
  const ask = askerOf(channel, signal);
  return {
    [MCP_REQUEST]: { message: origin.message, http: origin.http },
    signal,
    sessionId,
    tenantId,
    client,
    capabilities,
    reportProgress: (update) => reportProgress(context, signal, update),
    log: (level, data, logger) => log(context, level, data, logger),
    elicit: async (params, options) =>
      (await ask('elicit', elicitation(params), options)) as unknown as ElicitResult,
    sample: async (params: CreateMessageRequestParams, options?: InputOptions) =>
      (await ask('sample', inputRequired.createMessage(params), options)) as never,
    listRoots: async (options) => {
      const { roots } = (await ask('roots', inputRequired.listRoots(), options)) as ListRootsResult;
      return roots;
    },
  };
}

function askerOf(channel: InputChannel, signal: AbortSignal) {
  const counts = new Map<string, number>();
  return (kind: string, request: InputRequest, { key }: InputOptions = {}) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return channel.ask(key ?? `${kind}-${count}`, request, signal);
  };
}

function elicitation(params: ElicitParams): InputRequest {
  return params.mode === 'url' ? inputRequired.elicitUrl(params) : inputRequired.elicit(params);
}

// After the answer nobody is left to hear of progress or messages, and few handlers wait for these: so they never fail.

async function reportProgress(
  { mcpReq }: ServerContext,
  signal: AbortSignal,
  update: Parameters<HandlerContext['reportProgress']>[0],
): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined || signal.aborted) return;
  const progress = { method: 'notifications/progress', params: { progressToken, ...update } } as const;
  await mcpReq.notify(progress).catch(() => undefined);
}

async function log({ mcpReq }: ServerContext, ...message: Parameters<HandlerContext['log']>): Promise<void> {
  await mcpReq.log(...message).catch(() => undefined);
}
