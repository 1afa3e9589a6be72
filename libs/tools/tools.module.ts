import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CallObserver } from './observed-calls/call-observer.ts';
import { PayloadKeeper } from './payloads/payload-keeper.ts';
import { HandlerDiscovery } from './handlers/handler-discovery.ts';
import { HandlerFactory } from './handlers/handler-factory.ts';
import { McpContextCreator } from './handlers/mcp-context-creator.ts';
import { PromptRegistry } from './prompts/prompt-registry.ts';
import { ResourceRegistry } from './resources/resource-registry.ts';
import { ResourceTemplateRegistry } from './resources/resource-template-registry.ts';
import { ToolRegistry } from './tool-registry.ts';
import { ToolRunner } from './tool-runner.ts';
import { ConfigurableModuleClass } from './tools.module-definition.ts';

const REGISTRIES = [ToolRegistry, ResourceRegistry, ResourceTemplateRegistry, PromptRegistry];

/**
 * Finds `@Tool`, `@Resource`, `@ResourceTemplate` and `@Prompt` methods in every module of the application,
 * runs them, and observes all calls.
 */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    ...REGISTRIES,
    McpContextCreator,
    HandlerFactory,
    HandlerDiscovery,
    ToolRunner,
    CallObserver,
    PayloadKeeper,
  ],
  exports: [...REGISTRIES, ToolRunner, CallObserver],
})
export class ToolsModule extends ConfigurableModuleClass {}
