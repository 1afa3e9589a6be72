export { DEFAULT_AGENT_LIMITS, type AgentLimitOptions } from './agent-limit-options.ts';
export { MAX_BODY_BYTES } from './mcp-body.ts';
export { McpModule } from './mcp.module.ts';
export type { McpModuleOptions } from './mcp.module-definition.ts';
export type { ReplayLimits } from './replay/replay-limits.ts';
