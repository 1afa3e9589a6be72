import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { Implementation, ServerOptions } from '@modelcontextprotocol/server';
import type { AgentKey, AuthorizationOptions, ToolRules } from '#edge';
import type { AgentLimitOptions } from './limits/agent-limit-options.ts';
import type { ReplayLimits } from './legacy/replay/replay-limits.ts';

/** Default time for a client to answer, in milliseconds. */
export const DEFAULT_INPUT_TIMEOUT_MS = 600_000;

export interface McpModuleOptions {
  /** The path of the endpoint. Default: `/mcp`, where a route of the application takes precedence. */
  path?: string;
  /** The name and version that the server states to agents. */
  serverInfo: Implementation;
  /** Instructions for agents on how to use the server. */
  instructions?: string;
  /**
   * The keys of agents. Without keys every agent is anonymous and belongs to the tenant `default`, on loopback only.
   */
  agentKeys?: readonly AgentKey[];
  /**
   * Whose access tokens agents may send in place of a key. It needs `access.publicUrl`, or an `audience` for each issuer.
   */
  authorization?: AuthorizationOptions;
  /** The tools that the agents of a tenant may use, by tenant. Default: all. */
  tenants?: Readonly<Record<string, ToolRules>>;
  /** How many calls and streams agents may have open at a time. */
  limits?: AgentLimitOptions;
  /**
   * Maximum number of protocol sessions per tenant. Beyond it, the agent's own longest idle session is closed.
   * Default: 10,000.
   */
  maxSessionsPerTenant?: number;
  /**
   * Maximum number of tools, prompts, resources or templates on one page of a list. A cursor leads to the next page.
   * Default: 1,000, because some agents read only the first page.
   */
  pageSize?: number;
  /** How long a shutdown waits for calls in flight before it cancels them, in milliseconds. Default: 10,000. */
  drainMs?: number;
  /** How long a client may take to answer a request for input, in milliseconds. Default: 600,000. */
  inputTimeoutMs?: number;
  /**
   * Signs the state that a client of revision 2026-07-28 sends back with its retry; 32 bytes or more. Default: a
   * random key, so that open questions do not survive a restart. Instances that share clients must share the key.
   */
  requestStateKey?: string;
  /** How long, and for whom, agents of revision 2026-07-28 may cache lists and contents. Default: no caching. */
  cacheHints?: NonNullable<ServerOptions['cacheHints']>;
  /**
   * Whether the application's global guards, pipes, interceptors and filters apply to handlers, in addition to those
   * of class and method. Default: true, because refusing is safer than letting through.
   */
  globalEnhancers?: boolean;
  /** How many messages of a session are kept, so that an agent can resume its streams. */
  replay?: ReplayLimits;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: MCP_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<McpModuleOptions>().setClassMethodName('forRoot').build();
