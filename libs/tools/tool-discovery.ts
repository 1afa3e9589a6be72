import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, ExternalContextCreator, MetadataScanner } from '@nestjs/core';
import type { ToolContext } from './tool-context.ts';
import { Tool } from './tool.decorator.ts';
import { ToolRegistry } from './tool-registry.ts';

/** Finds the methods decorated with `@Tool` at start. */
@Injectable()
export class ToolDiscovery implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly contexts: ExternalContextCreator,
    private readonly registry: ToolRegistry,
  ) {}

  onModuleInit(): void {
    for (const wrapper of this.discovery.getProviders()) {
      if (wrapper.isAlias || !wrapper.metatype || typeof wrapper.metatype !== 'function') continue;
      const prototype = wrapper.metatype.prototype as object | undefined;
      if (!prototype) continue;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const options = this.discovery.getMetadataByDecorator(Tool, wrapper, method);
        if (!options) continue;
        const source = `${wrapper.metatype.name}.${method}`;
        if (!wrapper.isDependencyTreeStatic())
          throw new Error(
            `${source}: @Tool methods belong in providers of the default scope, not request-scoped ones`,
          );
        this.registry.register(
          { options, handle: this.#handlerOf(wrapper.instance as object, method) },
          source,
        );
      }
    }
  }

  // Through Nest's own context, so that guards, interceptors and filters of the class apply.
  #handlerOf(instance: object, method: string): (input: unknown, context: ToolContext) => Promise<unknown> {
    const handler = (instance as Record<string, (...args: unknown[]) => unknown>)[method];
    if (!handler) throw new Error(`There is no method ${method}`);
    return this.contexts.create(
      instance,
      handler,
      method,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'mcp',
    );
  }
}
