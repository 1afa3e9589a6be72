import { Injectable } from '@nestjs/common';
import type { CallToolResult, ServerContext } from '@modelcontextprotocol/server';
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
import type { Serving } from '../serving.ts';
import { Surface, type Registered } from './surface.ts';
import { ToolSchemas } from './tool-schemas.ts';

/** Serves the tools that agents see and call. */
@Injectable()
export class ToolSurface extends Surface<ToolDefinition> {
  /** A tool that is withheld goes like one that is removed, and comes like one that is added. One for all sessions. */
  readonly #changes: Observable<RegistryChange<ToolDefinition>>;

  constructor(
    registry: ToolRegistry,
    private readonly runner: ToolRunner,
    private readonly runs: HandlerRuns,
    private readonly schemas: ToolSchemas,
    withheld: WithheldTools,
  ) {
    super(registry);
    const withholding = withheld.changes.pipe(concatMap((change) => this.#changeOf(change)));
    this.#changes = merge(super.changes, withholding).pipe(share());
  }

  add(serving: Serving, tool: ToolDefinition): Registered {
    const {
      name,
      input,
      output,
      timeoutMs: _t,
      unlistableSchemas: _u,
      scopes: _s,
      ...presentation
    } = tool.options;
    const config = { ...presentation, ...(output && { outputSchema: this.schemas.memoized(output) }) };
    const call = (args: unknown, context: ServerContext) => this.#call(serving, tool, args, context);
    return input
      ? serving.server.registerTool(name, { ...config, inputSchema: this.schemas.memoized(input) }, call)
      : serving.server.registerTool(name, config, (context: ServerContext) => call({}, context));
  }

  protected override isFor({ client }: Serving, { options }: ToolDefinition): boolean {
    return client.mayUse?.(options.name) ?? true;
  }

  protected override get changes(): Observable<RegistryChange<ToolDefinition>> {
    return this.#changes;
  }

  #changeOf({ tool, upstream, isWithheld }: WithheldChange): RegistryChange<ToolDefinition>[] {
    const definition = upstream === '' ? this.registry.get(tool) : undefined;
    return definition ? [{ kind: isWithheld ? 'removed' : 'added', definition }] : [];
  }

  #call(serving: Serving, tool: ToolDefinition, args: unknown, context: ServerContext) {
    const { call } = HandlerRequest.of(context).origin;
    return this.runs.run<CallToolResult>(serving, context, (contextFor) =>
      this.runner.run(tool, args, contextFor, call),
    );
  }
}
