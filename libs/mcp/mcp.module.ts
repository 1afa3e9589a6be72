import { Module } from '@nestjs/common';
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
import { AgentLimits } from './agent-limits.ts';
import { McpEndpoint } from './mcp-endpoint.ts';
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

/** The MCP endpoint. It needs `EdgeModule`, `EventsModule`, `SessionsModule` and `ToolsModule` in the application. */
@Module({
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
    AgentLimits,
    McpEndpoint,
  ],
})
export class McpModule extends ConfigurableModuleClass {}
