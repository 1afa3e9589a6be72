import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { Implementation, ServerOptions } from '@modelcontextprotocol/server';
import type { AgentKey } from '#edge';
import type { AgentLimitOptions } from './agent-limit-options.ts';
import type { ReplayLimits } from './legacy/replay/replay-limits.ts';

/** How long a client may take for an answer, in milliseconds, where the options do not say. */
export const DEFAULT_INPUT_TIMEOUT_MS = 600_000;

export interface McpModuleOptions {
  /** Where the endpoint is served. Default: `/mcp`, behind a route of the application at that path. */
  path?: string;
  /** How the server introduces itself to agents. */
  serverInfo: Implementation;
  /** What agents are told about how to use the server. */
  instructions?: string;
  /** Who may connect. Without keys every agent is anonymous, of the tenant `default`: for loopback only. */
  agentKeys?: readonly AgentKey[];
  /** What agents may hold at a time: calls in flight and streams. */
  limits?: AgentLimitOptions;
  /**
   * Maximum number of protocol sessions per tenant. Beyond it an agent's own longest idle session gives way.
   * Default: 10,000.
   */
  maxSessionsPerTenant?: number;
  /**
   * As many tools, prompts, resources or templates are told in one answer at most; a cursor leads to the rest.
   * Default: 1,000, as some agents ask for the first page alone.
   */
  pageSize?: number;
  /** How long a shutdown waits for calls in flight before it cancels them, in milliseconds. Default: 10,000. */
  drainMs?: number;
  /** Milliseconds that a client may take to answer what a handler asks of it or its user. Default: 600,000. */
  inputTimeoutMs?: number;
  /**
   * Signs what a client of revision 2026-07-28 carries from a question to its retry; 32 bytes or more.
   * Default: a key of the process, so that questions do not outlive it. Instances that share clients share it.
   */
  requestStateKey?: string;
  /** How long and for whom agents of revision 2026-07-28 may keep lists and contents. Default: not at all. */
  cacheHints?: NonNullable<ServerOptions['cacheHints']>;
  /**
   * Whether the application's global guards, pipes, interceptors and filters apply to handlers, beside those of class
   * and method. Default: true, as refusing is safer than passing.
   */
  globalEnhancers?: boolean;
  /** What is kept of a session's messages, for an agent that resumes a stream of its own. */
  replay?: ReplayLimits;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: MCP_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<McpModuleOptions>().setClassMethodName('forRoot').build();
