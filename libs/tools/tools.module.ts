import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PromptRegistry } from './definitions/prompt-registry.ts';
import { ResourceRegistry } from './definitions/resource-registry.ts';
import { ResourceTemplateRegistry } from './definitions/resource-template-registry.ts';
import { ToolRegistry } from './definitions/tool-registry.ts';
import { HandlerDiscovery } from './nest/handler-discovery.ts';
import { HandlerFactory } from './nest/handler-factory.ts';
import { McpContextCreator } from './nest/mcp-context-creator.ts';
import { PayloadKeeper } from './payloads/payload-keeper.ts';
import { ToolRunner } from './tool-runner.ts';
import { ConfigurableModuleClass, TOOLS_MODULE_OPTIONS } from './tools.module-definition.ts';

const REGISTRIES = [ToolRegistry, ResourceRegistry, ResourceTemplateRegistry, PromptRegistry];

/**
 * Finds methods with `@Tool`, `@Resource`, `@ResourceTemplate` and `@Prompt` in every module of the application, and
 * runs them.
 */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [...REGISTRIES, McpContextCreator, HandlerFactory, HandlerDiscovery, ToolRunner, PayloadKeeper],
  exports: [...REGISTRIES, ToolRunner, PayloadKeeper, TOOLS_MODULE_OPTIONS],
})
export class ToolsModule extends ConfigurableModuleClass {}
