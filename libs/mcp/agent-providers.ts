import type { Provider } from '@nestjs/common';
import { SharedAttempts } from '#cluster';
import {
  AccessPolicy,
  AccessTokens,
  AgentIdentities,
  AgentKeys,
  AnonymousAgents,
  Edge,
  EDGE_MODULE_OPTIONS,
  isBehindProxy,
  ProtectedResource,
  SERVER_KEY,
  ToolAccess,
  type EdgeOptions,
} from '#edge';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from './mcp.module-definition.ts';

/** Identify agents: by key, by access token, or as anonymous. */
export const AGENT_PROVIDERS: Provider[] = [
  {
    provide: AgentKeys,
    inject: [MCP_MODULE_OPTIONS, EDGE_MODULE_OPTIONS, SERVER_KEY],
    useFactory: (
      { agentKeys = [], authorization }: McpModuleOptions,
      { access }: EdgeOptions,
      serverKey: string,
    ) => {
      const areNeeded = agentKeys.length > 0 || !!authorization || access?.anonymousAgents === 'nowhere';
      return new AgentKeys(agentKeys, { serverKey, areNeeded });
    },
  },
  {
    provide: ToolAccess,
    inject: [MCP_MODULE_OPTIONS],
    useFactory: ({ tenants }: McpModuleOptions) => new ToolAccess(tenants),
  },
  {
    provide: ProtectedResource,
    inject: [MCP_MODULE_OPTIONS, AccessPolicy, Edge],
    useFactory: ({ authorization }: McpModuleOptions, policy: AccessPolicy, edge: Edge) =>
      new ProtectedResource(authorization, policy, edge),
  },
  {
    provide: AccessTokens,
    inject: [ProtectedResource, SERVER_KEY],
    useFactory: (resource: ProtectedResource, serverKey: string) => new AccessTokens(resource, serverKey),
  },
  {
    provide: AgentIdentities,
    inject: [EDGE_MODULE_OPTIONS, AgentKeys, AccessTokens, SharedAttempts],
    useFactory: (
      { access = {} }: EdgeOptions,
      keys: AgentKeys,
      tokens: AccessTokens,
      { agents: attempts }: SharedAttempts,
    ) => {
      const isOpen = access.anonymousAgents === 'everywhere';
      const anonymous = new AnonymousAgents({ isOpen, isProxied: isBehindProxy(access) });
      return new AgentIdentities(keys, { anonymous, attempts, tokens });
    },
  },
];
