import { Inject, Injectable } from '@nestjs/common';
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { HandlerContext } from '#tools';
import {
  DEFAULT_INPUT_TIMEOUT_MS,
  MCP_MODULE_OPTIONS,
  type McpModuleOptions,
} from '../mcp.module-definition.ts';
import { handlerContextOf } from './handler-contexts.ts';
import { ClientRequests } from './input/client-requests.ts';
import type { InputChannel } from './input/input-channel.ts';
import { Questions } from './input/questions.ts';
import { RequestStates } from './input/request-states.ts';
import type { Serving } from './serving.ts';

/** Creates a handler's context. The context also aborts on the given signal. */
export type ContextFor = (signal?: AbortSignal) => HandlerContext;

/** Runs handlers for requests. */
@Injectable()
export class HandlerRuns {
  constructor(
    @Inject(MCP_MODULE_OPTIONS) private readonly options: McpModuleOptions,
    private readonly states: RequestStates,
  ) {}

  /** Resolves with the handler's result, or with the question that the agent must answer first. */
  async run<R>(
    serving: Serving,
    context: ServerContext,
    handle: (contextFor: ContextFor) => Promise<R>,
  ): Promise<R | InputRequiredResult> {
    const channel = this.#channelOf(serving, context);
    let result: R;
    try {
      result = await handle(contextFactory(serving, context, channel));
    } catch (error) {
      const question = await channel.question();
      if (question) return question;
      throw error;
    }
    // The question goes to the agent even if the handler has ignored the `InputRequired` error and continued.
    return (await channel.question()) ?? result;
  }

  /** Creates a context for handlers that cannot ask the agent: lists and completions. */
  contextOf(serving: Serving, context: ServerContext): HandlerContext {
    return contextFactory(serving, context, this.#channelOf(serving, context))();
  }

  #channelOf(serving: Serving, context: ServerContext): InputChannel {
    if (serving.client.era === 'modern') return new Questions(context, this.states);
    const { inputTimeoutMs = DEFAULT_INPUT_TIMEOUT_MS } = this.options;
    return new ClientRequests(context, capabilitiesOf(serving, context), inputTimeoutMs);
  }
}

function contextFactory(serving: Serving, context: ServerContext, channel: InputChannel): ContextFor {
  return (further) => {
    const { signal } = context.mcpReq;
    return handlerContextOf({
      capabilities: capabilitiesOf(serving, context),
      context,
      channel,
      signal: further ? AbortSignal.any([signal, further]) : signal,
    });
  };
}

/** The capabilities that the client states in its handshake, or in every request since revision 2026-07-28. */
function capabilitiesOf({ server, client }: Serving, { mcpReq }: ServerContext): ClientCapabilities {
  if (client.era === 'legacy') return server.getClientCapabilities() ?? {};
  const envelope = (mcpReq.envelope ?? {}) as Record<string, ClientCapabilities | undefined>;
  return envelope[CLIENT_CAPABILITIES_META_KEY] ?? {};
}
