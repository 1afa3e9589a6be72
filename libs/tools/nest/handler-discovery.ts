import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Resource as ListedResource } from '@modelcontextprotocol/server';
import { PromptRegistry } from '../definitions/prompt-registry.ts';
import { Prompt } from './prompt.decorator.ts';
import type { PromptOptions } from '../definitions/prompt-options.ts';
import type { ResourceOptions, ResourceTemplateOptions } from '../definitions/resource-options.ts';
import { ResourceRegistry } from '../definitions/resource-registry.ts';
import { ResourceTemplateRegistry } from '../definitions/resource-template-registry.ts';
import { Resource, ResourceTemplate } from './resource.decorator.ts';
import { ToolRegistry } from '../definitions/tool-registry.ts';
import { Tool } from './tool.decorator.ts';
import { handlerHosts, methodsOf, sourceOf, type DecoratedMethod } from './decorated-method.ts';
import type { Completer } from '../definitions/handler.ts';
import { HandlerFactory } from './handler-factory.ts';
import { unservedClasses } from './unserved-classes.ts';

/** Finds the methods with `@Tool`, `@Resource`, `@ResourceTemplate` and `@Prompt` when the application starts. */
@Injectable()
export class HandlerDiscovery implements OnModuleInit {
  readonly #logger = new Logger('Tools');

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly handlers: HandlerFactory,
    private readonly tools: ToolRegistry,
    private readonly resources: ResourceRegistry,
    private readonly templates: ResourceTemplateRegistry,
    private readonly prompts: PromptRegistry,
  ) {}

  onModuleInit(): void {
    const hosts = handlerHosts(this.discovery);
    for (const name of unservedClasses(hosts))
      this.#logger.warn(
        `Agents do not find what ${name} has for them, because no module of this application lists it: ` +
          'add it to `providers`, or to `controllers`',
      );
    for (const decorated of methodsOf(hosts, this.scanner)) {
      const { wrapper, method } = decorated;
      const tool = this.discovery.getMetadataByDecorator(Tool, wrapper, method);
      if (tool) {
        const handle = this.handlers.handlerOf(decorated, `tool "${tool.name}"`);
        this.tools.register({ options: tool, handle }, sourceOf(decorated));
      }
      const resource = this.discovery.getMetadataByDecorator(Resource, wrapper, method);
      if (resource) this.#registerResource(decorated, resource);
      const template = this.discovery.getMetadataByDecorator(ResourceTemplate, wrapper, method);
      if (template) this.#registerTemplate(decorated, template);
      const prompt = this.discovery.getMetadataByDecorator(Prompt, wrapper, method);
      if (prompt) this.#registerPrompt(decorated, prompt);
    }
  }

  #registerResource(decorated: DecoratedMethod, options: ResourceOptions): void {
    const what = `resource "${options.uri}"`;
    const handle = this.handlers.handlerOf(decorated, what);
    const definition = { options, handle, admit: this.handlers.admissionOf(decorated, what) };
    this.resources.register(definition, sourceOf(decorated));
  }

  #registerTemplate(decorated: DecoratedMethod, options: ResourceTemplateOptions): void {
    const { complete, list, ...presentation } = options;
    const what = `resource template "${options.name}"`;
    const definition = {
      options: presentation,
      handle: this.handlers.handlerOf(decorated, what),
      admit: this.handlers.admissionOf(decorated, what),
      complete: this.#completers(decorated, what, complete),
      ...(list && { list: this.handlers.guarded<[], ListedResource[]>(decorated, what, list) }),
    };
    this.templates.register(definition, sourceOf(decorated));
  }

  #registerPrompt(decorated: DecoratedMethod, { complete, ...options }: PromptOptions): void {
    const what = `prompt "${options.name}"`;
    const handle = this.handlers.handlerOf(decorated, what);
    const definition = { options, handle, complete: this.#completers(decorated, what, complete) };
    this.prompts.register(definition, sourceOf(decorated));
  }

  #completers(decorated: DecoratedMethod, what: string, complete: Record<string, Completer> = {}) {
    const guarded = Object.entries(complete).map(([argument, completer]): [string, Completer] => [
      argument,
      this.handlers.guarded(decorated, what, completer),
    ]);
    return Object.fromEntries(guarded);
  }
}
