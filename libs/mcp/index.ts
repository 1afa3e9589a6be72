export { DEFAULT_AGENT_LIMITS, type AgentLimitOptions } from './limits/agent-limit-options.ts';
export { MAX_BODY_BYTES } from './mcp-body.ts';
export { McpModule } from './mcp.module.ts';
export type { McpModuleOptions } from './mcp.module-definition.ts';
export type { ReplayLimits } from './legacy/replay/replay-limits.ts';
export { answerFacts, type AnswerFacts } from './observation/answer-facts.ts';
export { Observation } from './observation/observation.ts';
export type { RequestSpan, RequestTracer, TracedEnd, TracedRequest } from './observation/request-tracer.ts';
export { traceContextOf } from './observation/trace-context.ts';
export type {
  MessageKind,
  MessageListener,
  ObservedAnswer,
  ObservedMessage,
  ObservedRequestMessage,
  RequestOutcome,
  TraceContext,
} from './observation/observed-message.ts';
export { traceIdOf } from './observation/trace-context.ts';
