import { Inject, Injectable } from '@nestjs/common';
import { ProtocolErrorCode, type CallToolResult } from '@modelcontextprotocol/server';
import type { ToolContext } from './definitions/handler-context.ts';
import { InputRequired } from './definitions/input-required.ts';
import type { ToolDefinition } from './definitions/tool-registry.ts';
import type { CallNotes } from './offer/call-notes.ts';
import { NoJsonError } from './results/json-value.ts';
import { errorOf, readable } from './results/thrown.ts';
import { toCallToolResult } from './results/tool-result.ts';
import { TOOLS_MODULE_OPTIONS, type ToolsModuleOptions } from './tools.module-definition.ts';

/** Runs the handler of a tool for one call within its time-out, and records why it failed. */
@Injectable()
export class ToolRunner {
  constructor(@Inject(TOOLS_MODULE_OPTIONS) private readonly options: ToolsModuleOptions) {}

  /**
   * Rejects with the handler's error or the time-out; the SDK answers the agent with the message. `contextFor`
   * creates the handler's context, which must also abort on the given signal.
   */
  async run(
    tool: ToolDefinition,
    input: unknown,
    contextFor: (deadline?: AbortSignal) => ToolContext,
    call: CallNotes | undefined,
  ): Promise<CallToolResult> {
    call?.enter();
    const timeoutMs = tool.options.timeoutMs ?? this.options.callTimeoutMs ?? 0;
    const handle = (deadline?: AbortSignal): Promise<unknown> => tool.handle(input, contextFor(deadline));
    try {
      return toCallToolResult(await (timeoutMs > 0 ? within(timeoutMs, handle, call) : handle()));
    } catch (unknown) {
      const thrown = readable(unknown);
      // A question to the agent is not a failure.
      if (thrown instanceof InputRequired) throw thrown;
      const error = errorOf(thrown);
      call?.explain({ kind: 'thrown', error: error.message });
      if (error instanceof NoJsonError) call?.refuse(ProtocolErrorCode.InternalError, error.message);
      throw error;
    }
  }
}

/** Runs a handler with a time-out. At the time-out it aborts the handler's signal and rejects. */
async function within(
  timeoutMs: number,
  handle: (deadline: AbortSignal) => Promise<unknown>,
  call: CallNotes | undefined,
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
