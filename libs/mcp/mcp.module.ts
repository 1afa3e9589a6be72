import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Express, RequestHandler } from 'express';
import { ROUTES } from '#contract';
import {
  AgentIdentities,
  AnonymousAgents,
  EDGE_MODULE_OPTIONS,
  isBehindProxy,
  SERVER_KEY,
  type EdgeOptions,
} from '#edge';
import { ChangeNotices } from './change-notices.ts';
import { HandlerRuns } from './handler-runs.ts';
import { RequestStates } from './input/request-states.ts';
import { parseMcpBody, refuseMcpBody } from './mcp-body.ts';
import { McpController } from './mcp.controller.ts';
import {
  ConfigurableModuleClass,
  MCP_MODULE_OPTIONS,
  type McpModuleOptions,
} from './mcp.module-definition.ts';
import { McpServers } from './mcp-servers.ts';
import { ModernEndpoint } from './modern-endpoint.ts';
import { ProtocolSessions } from './protocol-sessions.ts';
import { Replays } from './replay/replays.ts';
import { Completions } from './surface/completions.ts';
import { ListenGuard } from './surface/listen-guard.ts';
import { PromptSurface } from './surface/prompt-surface.ts';
import { ResourceAdmission } from './surface/resource-admission.ts';
import { ResourceSubscriptions } from './surface/resource-subscriptions.ts';
import { ResourceSurface } from './surface/resource-surface.ts';
import { ResourceTemplateSurface } from './surface/resource-template-surface.ts';
import { ToolSurface } from './surface/tool-surface.ts';

/** The MCP endpoint at `/mcp`. It needs `EventsModule`, `SessionsModule` and `ToolsModule` in the application. */
@Module({
  controllers: [McpController],
  providers: [
    {
      provide: AgentIdentities,
      inject: [MCP_MODULE_OPTIONS, EDGE_MODULE_OPTIONS, SERVER_KEY],
      useFactory: ({ agentKeys = [] }: McpModuleOptions, { access = {} }: EdgeOptions, key: string) => {
        const isOpen = access.anonymousAgents === 'everywhere';
        const anonymous = new AnonymousAgents({ isOpen, isProxied: isBehindProxy(access) });
        return new AgentIdentities(agentKeys, key, anonymous);
      },
    },
    RequestStates,
    HandlerRuns,
    ToolSurface,
    ResourceSurface,
    ResourceTemplateSurface,
    PromptSurface,
    Completions,
    ResourceAdmission,
    ResourceSubscriptions,
    ListenGuard,
    ChangeNotices,
    Replays,
    McpServers,
    ProtocolSessions,
    ModernEndpoint,
  ],
})
export class McpModule extends ConfigurableModuleClass {
  constructor(host: HttpAdapterHost) {
    super();
    // Before Nest's own body parser, which is added later and lets only 100 kB pass. A testing module
    // has its adapter only after its providers.
    host.init$.subscribe(() => {
      host.httpAdapter.getInstance<Express>().use(ROUTES.mcp, underAnotherName, refuseMcpBody);
    });
  }
}

// Where Nest finds a parser of Express's own name, it takes the application to have one, and leaves all
// other routes without.
const underAnotherName: RequestHandler = (request, response, next) => parseMcpBody(request, response, next);
