import { Inject, Injectable } from '@nestjs/common';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ObservedCall } from './observed-calls/observed-call.ts';
import type { ToolContext } from './handlers/handler-context.ts';
import { InputRequired } from './handlers/input-required.ts';
import type { ToolDefinition } from './tool-registry.ts';
import { toCallToolResult } from './tool-result.ts';
import { TOOLS_MODULE_OPTIONS, type ToolsModuleOptions } from './tools.module-definition.ts';

/** Runs a tool's handler for one call: bounded in time, and with its failure explained to the observer. */
@Injectable()
export class ToolRunner {
  constructor(@Inject(TOOLS_MODULE_OPTIONS) private readonly options: ToolsModuleOptions) {}

  /**
   * Rejects with what the handler threw, or with the time-out: the SDK answers the agent with its message.
   * `contextFor` makes the handler's context, which has to heed the signal that it may be given.
   */
  async run(
    tool: ToolDefinition,
    input: unknown,
    contextFor: (deadline?: AbortSignal) => ToolContext,
    call: ObservedCall | undefined,
  ): Promise<CallToolResult> {
    if (call) call.entered = true;
    const timeoutMs = tool.options.timeoutMs ?? this.options.callTimeoutMs ?? 0;
    const handle = (deadline?: AbortSignal): Promise<unknown> =>
      tool.handle(input, tellingOf(contextFor(deadline), call));
    try {
      return toCallToolResult(await (timeoutMs > 0 ? within(timeoutMs, handle, call) : handle()));
    } catch (error) {
      // A question to the agent is no failure.
      if (!(error instanceof InputRequired))
        call?.explain({ kind: 'thrown', error: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }
}

/** Gives a handler so much time: then its signal is aborted, and the call has failed whatever it does. */
async function within(
  timeoutMs: number,
  handle: (deadline: AbortSignal) => Promise<unknown>,
  call: ObservedCall | undefined,
): Promise<unknown> {
  const deadline = new AbortController();
  const { promise: timedOut, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`Timed out after ${timeoutMs} ms`);
    call?.explain({ kind: 'timeout', error: error.message });
    reject(error);
    deadline.abort(error);
  }, timeoutMs);
  try {
    return await Promise.race([handle(deadline.signal), timedOut]);
  } finally {
    clearTimeout(timer);
  }
}

/** The context of an observed call: its progress is told to admins, whether or not the agent asked for it. */
function tellingOf(context: ToolContext, call: ObservedCall | undefined): ToolContext {
  if (!call) return context;
  return {
    ...context,
    reportProgress: (update) => {
      call.progress(update);
      return context.reportProgress(update);
    },
  };
}
