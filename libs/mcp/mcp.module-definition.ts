import { ConfigurableModuleBuilder } from '@nestjs/common';

/** An agent's bearer key and the tenant that it speaks for. */
export interface AgentKey {
  tenantId: string;
  key: string;
}

export interface McpModuleOptions {
  /** How the server introduces itself to agents. */
  serverInfo: { name: string; version: string; title?: string };
  /** What agents are told about how to use the server. */
  instructions?: string;
  /** Who may connect. Without keys every agent is anonymous, of the tenant `default`: for loopback only. */
  agentKeys?: readonly AgentKey[];
  /** The most protocol sessions that are open for a tenant at a time. Default: 10,000. */
  maxSessionsPerTenant?: number;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: MCP_MODULE_OPTIONS } =
  new ConfigurableModuleBuilder<McpModuleOptions>().setClassMethodName('forRoot').build();
