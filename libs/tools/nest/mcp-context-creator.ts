import { Inject, Injectable } from '@nestjs/common';
import {
  ApplicationConfig,
  ExternalContextCreator,
  ModulesContainer,
  type NestContainer,
} from '@nestjs/core';
import type { ContextId } from '@nestjs/core/injector/instance-wrapper.js';
import { argumentByPosition, CONTEXT, HANDLER_ARGUMENTS } from './handler-arguments.ts';
import { proxyFilters } from './filters.ts';
import { MCP_CONTEXT_TYPE } from './mcp-request.ts';
import { TOOLS_MODULE_OPTIONS, type ToolsModuleOptions } from '../tools.module-definition.ts';

/** A method that is to be called through Nest. */
export interface BoundMethod {
  instance: object;
  method: string;
  callback: (...args: never[]) => unknown;
  /** Only for instances made for one request. */
  contextId?: ContextId;
  providerId?: string;
}

/**
 * Calls methods of providers the way Nest calls a controller's: guards, pipes, interceptors and filters apply, those of
 * class and method, and global ones too unless the options leave them out. They see the context type `mcp` and the
 * handler's arguments.
 *
 * WHY `Object.create`: Nest's creator of contexts is public, but applies pipes to every parameter and asks one filter
 * alone. Only these two of its members are replaced; `nest.spec.ts` fails when it no longer calls them.
 */
@Injectable()
export class McpContextCreator {
  readonly #contexts: ExternalContextCreator;
  readonly #whole: ExternalContextCreator;

  constructor(
    contexts: ExternalContextCreator,
    modules: ModulesContainer,
    @Inject(TOOLS_MODULE_OPTIONS) { globalEnhancers = true }: ToolsModuleOptions,
  ) {
    this.#contexts = globalEnhancers ? contexts : withoutGlobals(modules);
    this.#whole = Object.create(this.#contexts, {
      // The context is no input: pipes have nothing to do with it.
      getParamValue: {
        value: (...[value, metadata, pipes]: Parameters<ExternalContextCreator['getParamValue']>) =>
          Number(metadata.type) === CONTEXT ? value : contexts.getParamValue(value, metadata, pipes),
      },
      externalErrorProxy: { value: { createProxy: proxyFilters } },
    }) as ExternalContextCreator;
  }

  /** With everything that Nest applies to a handler. */
  create({ instance, method, callback, contextId, providerId }: BoundMethod) {
    return this.#whole.create(
      instance,
      callback as (...args: unknown[]) => unknown,
      method,
      HANDLER_ARGUMENTS,
      argumentByPosition,
      contextId,
      providerId,
      { guards: true, interceptors: true, filters: true },
      MCP_CONTEXT_TYPE,
    ) as (...args: unknown[]) => Promise<unknown>;
  }

  /** With the guards alone, for what belongs to a handler without being its call. */
  createGuarded({ instance, method, callback, contextId, providerId }: BoundMethod) {
    return this.#contexts.create(
      instance,
      callback as (...args: unknown[]) => unknown,
      method,
      undefined,
      undefined,
      contextId,
      providerId,
      { guards: true, interceptors: false, filters: false },
      MCP_CONTEXT_TYPE,
    ) as (...args: unknown[]) => Promise<unknown>;
  }
}

/**
 * A creator of contexts that knows no global guards, pipes, interceptors and filters. WHY: Nest has no option for it,
 * and reads them from the configuration of its container; `nest.spec.ts` fails when it needs more than these two.
 */
function withoutGlobals(modules: ModulesContainer): ExternalContextCreator {
  const container = { applicationConfig: new ApplicationConfig(), getModules: () => modules };
  return ExternalContextCreator.fromContainer(container as unknown as NestContainer);
}
