import { Inject, Injectable } from '@nestjs/common';
import { McpServer, type RequestId, type ServerContext } from '@modelcontextprotocol/server';
import type { ClientInfo } from '#contract';
import { ToolRegistry, ToolRunner, type ObservedCall, type ToolContext, type ToolDefinition } from '#tools';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from './mcp.module-definition.ts';

/** Whom a server object serves: one session, or one request of a client whose revision has none. */
export interface Caller {
  sessionId: string;
  tenantId: string;
  client: ClientInfo;
  /** The observed call of a JSON-RPC request. */
  callOf: (id: RequestId) => ObservedCall | undefined;
}

/** Makes a server object with every tool. It serves one caller and is never shared. */
@Injectable()
export class McpServers {
  constructor(
    @Inject(MCP_MODULE_OPTIONS) private readonly options: McpModuleOptions,
    private readonly tools: ToolRegistry,
    private readonly runner: ToolRunner,
  ) {}

  create(caller: () => Caller): McpServer {
    const { serverInfo, instructions } = this.options;
    const server = new McpServer(serverInfo, { ...(instructions !== undefined && { instructions }) });
    for (const tool of this.tools.list()) this.#addTool(server, tool, caller);
    return server;
  }

  #addTool(server: McpServer, tool: ToolDefinition, caller: () => Caller): void {
    const { name, title, description, annotations, input, output } = tool.options;
    const presentation = {
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(annotations && { annotations }),
      ...(output && { outputSchema: output }),
    };
    const run = (args: unknown, context: ServerContext) => {
      const { callOf, ...owner } = caller();
      return this.runner.run(tool, args, toolContextOf(owner, context), callOf(context.mcpReq.id));
    };
    if (input) server.registerTool(name, { ...presentation, inputSchema: input }, run);
    else server.registerTool(name, presentation, (context) => run({}, context));
  }
}

function toolContextOf(owner: Omit<Caller, 'callOf'>, { mcpReq }: ServerContext): ToolContext {
  const progressToken = mcpReq._meta?.progressToken;
  return {
    ...owner,
    signal: mcpReq.signal,
    reportProgress: async (update) => {
      if (progressToken === undefined || mcpReq.signal.aborted) return;
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, ...update } });
    },
  };
}
