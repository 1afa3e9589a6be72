import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CallObserver } from './observed-calls/call-observer.ts';
import { ToolDiscovery } from './tool-discovery.ts';
import { ToolRegistry } from './tool-registry.ts';
import { ToolRunner } from './tool-runner.ts';
import { ConfigurableModuleClass } from './tools.module-definition.ts';

/** Finds `@Tool` methods in every module of the application, runs them, and observes all calls. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [ToolRegistry, ToolDiscovery, ToolRunner, CallObserver],
  exports: [ToolRegistry, ToolRunner, CallObserver],
})
export class ToolsModule extends ConfigurableModuleClass {}
