import { Injectable } from '@nestjs/common';
import {
  isInputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  type CallToolRequest,
  type CallToolResult,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { concatMap, merge, share, type Observable } from 'rxjs';
import {
  ToolRegistry,
  ToolRunner,
  WithheldTools,
  type RegistryChange,
  type ToolDefinition,
  type WithheldChange,
} from '#tools';
import { HandlerRequest } from '../../sdk/handler-request.ts';
import { HandlerRuns } from '../handler-runs.ts';
import type { ServedMethods } from '../served-methods.ts';
import type { Serving } from '../serving.ts';
import { ListedDefinitions } from './listed-definitions.ts';
import { PagedLists } from './paged-lists.ts';
import { validated } from './validated.ts';

/** The only failure of a call that is no result: it tells the client which page to open. */
const URL_ELICITATION: number = ProtocolErrorCode.UrlElicitationRequired;

/** Serves the tools that agents see and call. */
@Injectable()
export class ToolSurface {
  readonly methods: ServedMethods = {
    'tools/list': async (serving, params) => {
      const tools = await Promise.all(this.listFor(serving).map((tool) => this.listed.tool(tool)));
      return this.pages.pageOf('tools/list', 'tools', tools, params);
    },
    'tools/call': (serving, params, context) => this.#answer(serving, params, context),
  };
  /** A tool that is withheld goes like one that is removed, and comes like one that is added. One for all sessions. */
  readonly changes: Observable<RegistryChange<ToolDefinition>>;

  constructor(
    private readonly registry: ToolRegistry,
    private readonly runner: ToolRunner,
    private readonly runs: HandlerRuns,
    private readonly listed: ListedDefinitions,
    private readonly pages: PagedLists,
    withheld: WithheldTools,
  ) {
    const withholding = withheld.changes.pipe(concatMap((change) => this.#changeOf(change)));
    this.changes = merge(registry.changes, withholding).pipe(share());
  }

  /** The tools that exist for a client. */
  listFor(serving: Serving): ToolDefinition[] {
    return this.registry.list().filter((definition) => this.isFor(serving, definition));
  }

  /** Whether a client may know of a tool. For any other client it does not exist. */
  isFor({ client }: Serving, { options }: ToolDefinition): boolean {
    return client.mayUse?.(options.name) ?? true;
  }

  #changeOf({ tool, upstream, isWithheld }: WithheldChange): RegistryChange<ToolDefinition>[] {
    const definition = upstream === '' ? this.registry.get(tool) : undefined;
    return definition ? [{ kind: isWithheld ? 'removed' : 'added', definition }] : [];
  }

  /** A failure of the call is a result, which the agent's model can read. */
  async #answer(
    serving: Serving,
    { name, arguments: args }: CallToolRequest['params'],
    context: ServerContext,
  ): Promise<CallToolResult | InputRequiredResult> {
    const tool = this.registry.get(name);
    if (!tool || !this.isFor(serving, tool))
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Tool ${name} not found`);
    try {
      return await this.#call(serving, tool, args, context);
    } catch (error) {
      if (error instanceof ProtocolError && error.code === URL_ELICITATION) throw error;
      const text = error instanceof Error ? error.message : String(error);
      return { content: [{ type: 'text', text }], isError: true };
    }
  }

  async #call(
    serving: Serving,
    tool: ToolDefinition,
    args: unknown,
    context: ServerContext,
  ): Promise<CallToolResult | InputRequiredResult> {
    const { name, input, output } = tool.options;
    const fault = `Input validation error: Invalid arguments for tool ${name}`;
    const valid = input ? await validated(input, args ?? {}, fault) : {};
    const { call } = HandlerRequest.of(context).origin;
    const result = await this.runs.run(serving, context, (contextFor) =>
      this.runner.run(tool, valid, contextFor, call),
    );
    if (isInputRequiredResult(result)) return result;
    if (!output) return serving.server.projectCallToolResult(result, undefined);
    await requireOutput(tool, result);
    const { outputSchema } = await this.listed.tool(tool);
    return serving.server.projectCallToolResult(result, outputSchema);
  }
}

/** Throws when a result does not match the output schema of its tool. */
async function requireOutput(
  { options: { name, output } }: ToolDefinition,
  { isError, structuredContent }: CallToolResult,
): Promise<void> {
  if (!output || isError) return;
  const fault = 'Output validation error:';
  if (structuredContent === undefined)
    throw new Error(`${fault} Tool ${name} has an output schema but no structured content was provided`);
  await validated(output, structuredContent, `${fault} Invalid structured content for tool ${name}`);
}
