export { DefinitionWatch } from './changes/definition-watch.ts';
export { DefinitionsProjection } from './changes/definitions-projection.ts';
export { FirstToTell } from './changes/first-to-tell.ts';
export { isApproved, type KnownTool } from './changes/known-tool.ts';
export { toolPlaceOf } from './changes/tool-place.ts';
export { OfferWatch } from './changes/offer-watch.ts';
export { WithheldTools, type WithheldChange } from './changes/withheld-tools.ts';
export { DefinitionRegistry, type RegistryChange } from './definitions/definition-registry.ts';
export {
  MCP_REQUEST,
  type ElicitParams,
  type HandlerContext,
  type InputOptions,
  type McpRequest,
  type ProgressUpdate,
  type PromptContext,
  type ResourceContext,
  type ToolContext,
} from './definitions/handler-context.ts';
export type { Admission, Completer, Handler } from './definitions/handler.ts';
export { InputRequired } from './definitions/input-required.ts';
export type { PromptOptions } from './definitions/prompt-options.ts';
export { PromptRegistry, type PromptDefinition } from './definitions/prompt-registry.ts';
export type { ResourceOptions, ResourceTemplateOptions } from './definitions/resource-options.ts';
export { ResourceRegistry, type ResourceDefinition } from './definitions/resource-registry.ts';
export {
  ResourceTemplateRegistry,
  type ResourceTemplateDefinition,
} from './definitions/resource-template-registry.ts';
export type { ToolOptions } from './definitions/tool-options.ts';
export { ToolRegistry, type ToolDefinition } from './definitions/tool-registry.ts';
export { MCP_CONTEXT_TYPE, mcpRequestOf } from './nest/mcp-request.ts';
export { Prompt } from './nest/prompt.decorator.ts';
export { Resource, ResourceTemplate } from './nest/resource.decorator.ts';
export { Tool } from './nest/tool.decorator.ts';
export { ambiguousMember } from './offer/ambiguous-member.ts';
export type { CallFailure, CallNotes } from './offer/call-notes.ts';
export {
  Offer,
  type Era,
  type HttpRefusal,
  type MessageOrigin,
  type OfferAgent,
  type OfferClient,
  type OpenOffer,
  type ToolListChange,
} from './offer/offer.ts';
export { nextCursorIn, toolsOfPage } from './offer/list-definitions.ts';
export { listOffer } from './offer/list-offer.ts';
export { OfferSilent } from './offer/offer-silent.ts';
export { Offers } from './offer/offers.ts';
export { cancellationOf, isAnswer, isRequest } from './offer/messages.ts';
export { RawMessage } from './offer/raw-message.ts';
export { PayloadKeeper } from './payloads/payload-keeper.ts';
export type { PayloadOptions, PayloadPart } from './payloads/payload-options.ts';
export { NoJsonError, toJsonValue } from './results/json-value.ts';
export { progressStepOf } from './results/progress-step.ts';
export { toGetPromptResult } from './results/prompt-result.ts';
export { toReadResourceResult } from './results/resource-result.ts';
export { errorOf, readable } from './results/thrown.ts';
export { ToolRunner } from './tool-runner.ts';
export { ToolsModule } from './tools.module.ts';
export type { ToolsModuleOptions } from './tools.module-definition.ts';
