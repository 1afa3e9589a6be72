import { Inject, Injectable } from '@nestjs/common';
import { McpServer, type JSONRPCRequest, type ServerCapabilities } from '@modelcontextprotocol/server';
import { Subscription } from 'rxjs';
import type { OfferClient } from '#tools';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from '../mcp.module-definition.ts';
import { knowOwnNamesOnly } from '../sdk/own-names.ts';
import { CALL_CAPABILITIES, CAPABILITIES, MODERN_VERSIONS } from './capabilities.ts';
import { RequestStates } from './input/request-states.ts';
import type { Serving } from './serving.ts';
import { Completions } from './surface/completions.ts';
import { DEFAULT_PAGE_SIZE, pageLists } from './surface/paged-lists.ts';
import { PromptSurface } from './surface/prompt-surface.ts';
import { ResourceSubscriptions } from './surface/resource-subscriptions.ts';
import { ResourceSurface } from './surface/resource-surface.ts';
import { ResourceTemplateSurface } from './surface/resource-template-surface.ts';
import { ToolSurface } from './surface/tool-surface.ts';

// Several changes in the same turn are sent as one.
const SENT_ONCE = ['tools', 'resources', 'prompts'].map((kind) => `notifications/${kind}/list_changed`);

/** Creates server objects of the SDK. Each serves one client and is never shared. */
@Injectable()
export class McpServers {
  readonly #pageSize: number;

  constructor(
    @Inject(MCP_MODULE_OPTIONS) private readonly options: McpModuleOptions,
    private readonly states: RequestStates,
    private readonly tools: ToolSurface,
    private readonly resources: ResourceSurface,
    private readonly templates: ResourceTemplateSurface,
    private readonly prompts: PromptSurface,
    private readonly completions: Completions,
    private readonly subscriptions: ResourceSubscriptions,
  ) {
    const { pageSize = DEFAULT_PAGE_SIZE } = options;
    if (!Number.isInteger(pageSize) || pageSize < 1)
      throw new RangeError(`mcp.pageSize must be a whole number of 1 or more, and is ${pageSize}`);
    this.#pageSize = pageSize;
  }

  /**
   * Creates a server for a session. It serves everything, and follows added and removed definitions until its
   * transport closes.
   */
  forSession(client: OfferClient): McpServer {
    const serving = this.#create(client);
    pageLists(serving.server, this.#pageSize);
    this.completions.serve(serving);
    const following = new Subscription();
    for (const surface of [this.tools, this.resources, this.templates, this.prompts])
      following.add(surface.follow(serving));
    following.add(this.subscriptions.serve(serving));
    serving.server.server.onclose = () => following.unsubscribe();
    return serving.server;
  }

  /** Creates a server for a single request. It serves only what the method needs. */
  forRequest(client: OfferClient, { method, params }: JSONRPCRequest): McpServer {
    const serving = this.#create(client, method === 'tools/call' ? CALL_CAPABILITIES : CAPABILITIES);
    const name = typeof params?.['name'] === 'string' ? params['name'] : '';
    if (method === 'tools/call') this.tools.addOnly(serving, name);
    else if (method === 'completion/complete') this.completions.serve(serving);
    else if (method === 'tools/list') this.tools.addAll(serving);
    else if (method === 'prompts/get') this.prompts.addOnly(serving, name);
    else if (method === 'prompts/list') this.prompts.addAll(serving);
    else if (method.startsWith('resources/')) {
      this.resources.addAll(serving);
      this.templates.addAll(serving);
    }
    if (method.endsWith('/list')) pageLists(serving.server, this.#pageSize);
    return serving.server;
  }

  #create(client: OfferClient, capabilities: ServerCapabilities = CAPABILITIES): Serving {
    const { serverInfo, instructions, cacheHints } = this.options;
    const server = new McpServer(serverInfo, {
      capabilities,
      debouncedNotificationMethods: SENT_ONCE,
      requestState: { verify: this.states.verify },
      ...(client.era === 'modern' && { supportedProtocolVersions: MODERN_VERSIONS }),
      ...(instructions !== undefined && { instructions }),
      ...(cacheHints && { cacheHints }),
    });
    knowOwnNamesOnly(server);
    return { server, client };
  }
}
