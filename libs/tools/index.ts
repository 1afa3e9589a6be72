export { CallObserver } from './observed-calls/call-observer.ts';
export type { CallFailure, CallOwner, ObservedCall } from './observed-calls/observed-call.ts';
export type { CallLedger, ObservedConnection } from './observed-calls/observed-connection.ts';
export { DefinitionRegistry, type RegistryChange } from './handlers/definition-registry.ts';
export type {
  ElicitParams,
  HandlerContext,
  InputOptions,
  ProgressUpdate,
  PromptContext,
  ResourceContext,
  ToolContext,
} from './handlers/handler-context.ts';
export type { Admission, Completer, Handler } from './handlers/handler.ts';
export { InputRequired } from './handlers/input-required.ts';
export { MCP_CONTEXT_TYPE } from './handlers/mcp-context-creator.ts';
export type { PromptOptions } from './prompts/prompt-options.ts';
export { PromptRegistry, type PromptDefinition } from './prompts/prompt-registry.ts';
export { toGetPromptResult } from './prompts/prompt-result.ts';
export { Prompt } from './prompts/prompt.decorator.ts';
export type { ResourceOptions, ResourceTemplateOptions } from './resources/resource-options.ts';
export { ResourceRegistry, type ResourceDefinition } from './resources/resource-registry.ts';
export { toReadResourceResult } from './resources/resource-result.ts';
export {
  ResourceTemplateRegistry,
  type ResourceTemplateDefinition,
} from './resources/resource-template-registry.ts';
export { Resource, ResourceTemplate } from './resources/resource.decorator.ts';
export { Tool } from './tool.decorator.ts';
export type { ToolOptions } from './tool-options.ts';
export type { PayloadOptions, PayloadPart } from './payloads/payload-options.ts';
export { ToolRegistry, type ToolDefinition } from './tool-registry.ts';
export { ToolRunner } from './tool-runner.ts';
export { ToolsModule } from './tools.module.ts';
export type { ToolsModuleOptions } from './tools.module-definition.ts';
