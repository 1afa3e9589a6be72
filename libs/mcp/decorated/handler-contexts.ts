import {
  inputRequired,
  type ClientCapabilities,
  type CreateMessageRequestParams,
  type ElicitResult,
  type InputRequest,
  type ListRootsResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import {
  MCP_REQUEST,
  progressStepOf,
  toJsonValue,
  type ElicitParams,
  type CallNotes,
  type HandlerContext,
  type InputOptions,
} from '#tools';
import { HandlerRequest } from '../sdk/handler-request.ts';
import type { InputChannel } from './input/input-channel.ts';

/** The parts of a handler's context. */
interface Parts {
  capabilities: ClientCapabilities;
  context: ServerContext;
  channel: InputChannel;
  signal: AbortSignal;
}

/** What a report of progress needs. */
interface Reporting {
  context: ServerContext;
  signal: AbortSignal;
  /** Undefined for what is no tool call. */
  call: CallNotes | undefined;
}

/**
 * Creates the context for one run of a handler. Its methods stand in the literal: V8 would keep one that
 * is assigned later, and the request with it, until a full garbage collection (docs/decisions/02-observed-at-the-transport.md).
 */
export function handlerContextOf({ capabilities, context, channel, signal }: Parts): HandlerContext {
  const { client: agent, origin } = HandlerRequest.of(context);
  const { sessionId, tenantId, client } = agent;
  const { call } = origin;
  const ask = askerOf(channel, signal);
  return {
    [MCP_REQUEST]: { message: origin.message, http: origin.http },
    signal,
    sessionId,
    tenantId,
    client,
    capabilities,
    reportProgress: (update) => reportProgress({ context, signal, call }, update),
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
  // Few handlers ask.
  let counts: Map<string, number> | undefined;
  return (kind: string, request: InputRequest, { key }: InputOptions = {}) => {
    counts ??= new Map();
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const plain = toJsonValue(request, 'The question') as InputRequest;
    return channel.ask(key ?? `${kind}-${count}`, plain, signal);
  };
}

function elicitation(params: ElicitParams): InputRequest {
  if (params.mode === 'url') return inputRequired.elicitUrl(params);
  const request = inputRequired.elicit(params);
  // A generated `$schema` is left out, as in the schemas of tools.
  if ('~standard' in params.requestedSchema && request.params && 'requestedSchema' in request.params)
    delete request.params.requestedSchema.$schema;
  return request;
}

// Progress and log messages never fail: after the answer nobody receives them, and few handlers await them. What
// cannot be sent is dropped.

/** Reports to admins too, whether or not the agent has asked for it. */
async function reportProgress({ context, signal, call }: Reporting, update: unknown): Promise<void> {
  const { mcpReq } = context;
  const step = progressStepOf(update);
  if (!step) return;
  call?.progress(step);
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined || signal.aborted) return;
  const progress = { method: 'notifications/progress', params: { progressToken, ...step } } as const;
  await quietly(() => mcpReq.notify(progress));
}

function log({ mcpReq }: ServerContext, ...[level, data, logger]: Parameters<HandlerContext['log']>) {
  return quietly(async () => mcpReq.log(level, toJsonValue(data) ?? null, logger));
}

async function quietly(send: () => Promise<void>): Promise<void> {
  try {
    await send();
  } catch {
    // Nobody hears it, or it has no JSON.
  }
}
