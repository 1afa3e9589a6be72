import { Inject, Injectable } from '@nestjs/common';
import { Server, type ServerOptions } from '@modelcontextprotocol/server';
import type { Era, OfferClient } from '#tools';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from '../mcp.module-definition.ts';
import { CAPABILITIES, MODERN_VERSIONS } from './capabilities.ts';
import { RequestStates } from './input/request-states.ts';
import { MethodTable } from './served-methods.ts';
import type { Serving } from './serving.ts';
import { Completions } from './surface/completions.ts';
import { PromptSurface } from './surface/prompt-surface.ts';
import { ResourceSubscriptions } from './surface/resources/resource-subscriptions.ts';
import { ResourceSurface } from './surface/resources/resource-surface.ts';
import { ToolSurface } from './surface/tool-surface.ts';

// Several changes in the same turn are sent as one.
const SENT_ONCE = ['tools', 'resources', 'prompts'].map((kind) => `notifications/${kind}/list_changed`);

/** Creates server objects of the SDK. Each serves one client and is never shared: a session, or a single request. */
@Injectable()
export class McpServers {
  readonly #methods: MethodTable;
  readonly #options: Record<Era, ServerOptions>;

  constructor(
    @Inject(MCP_MODULE_OPTIONS) private readonly options: McpModuleOptions,
    states: RequestStates,
    tools: ToolSurface,
    resources: ResourceSurface,
    prompts: PromptSurface,
    completions: Completions,
    subscriptions: ResourceSubscriptions,
  ) {
    const parts = [tools, resources, prompts, completions, subscriptions];
    this.#methods = new MethodTable(parts.map(({ methods }) => methods));
    const legacy = serverOptions(options, states);
    this.#options = { legacy, modern: { ...legacy, supportedProtocolVersions: MODERN_VERSIONS } };
  }

  create(client: OfferClient): Serving {
    const server = new Server(this.options.serverInfo, this.#options[client.era]);
    const serving = { server, client };
    this.#methods.serve(serving);
    return serving;
  }
}

function serverOptions({ instructions, cacheHints }: McpModuleOptions, states: RequestStates): ServerOptions {
  return {
    capabilities: CAPABILITIES,
    debouncedNotificationMethods: SENT_ONCE,
    requestState: { verify: states.verify },
    ...(instructions !== undefined && { instructions }),
    ...(cacheHints && { cacheHints }),
  };
}
