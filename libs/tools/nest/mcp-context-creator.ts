import { Inject, Injectable } from '@nestjs/common';
import {
  ApplicationConfig,
  ExternalContextCreator,
  ModulesContainer,
  type NestContainer,
} from '@nestjs/core';
import type { ContextId } from '@nestjs/core/injector/instance-wrapper.js';
import type { Module } from '@nestjs/core/injector/module.js';
import { argumentByKind, CONTEXT_KIND, HANDLER_ARGUMENTS } from './handler-arguments.ts';
import { proxyFilters } from './filters.ts';
import { MCP_CONTEXT_TYPE } from './mcp-request.ts';
import { NamedGuards } from './named-guards.ts';
import { TOOLS_MODULE_OPTIONS, type ToolsModuleOptions } from '../tools.module-definition.ts';

/** A method that can be called through Nest. */
export interface BoundMethod {
  instance: object;
  method: string;
  /** The module that lists the class. Its enhancers are found there. */
  host: Module;
  callback: (...args: never[]) => unknown;
  /** Set for instances that are created for one request. */
  contextId?: ContextId;
  providerId?: string;
}

type PipesFnArguments = Parameters<ExternalContextCreator['createPipesFn']>;

/**
 * Calls methods of providers and controllers as Nest calls a route: with the guards, pipes, interceptors and filters of
 * class and method, and with global ones unless the options exclude them. They see the context type `mcp` and the
 * arguments of the handler.
 *
 * WHY `Object.create`: Nest's context creator is public, but it applies pipes to every parameter, even where there are none,
 * asks only one filter, and looks for enhancers only where it finds the class among providers. Only the members that do so are replaced.
 * `nest.spec.ts` fails when Nest no longer calls them.
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
      // The context is not input, so pipes must not transform it.
      getParamValue: {
        value: (...[value, metadata, pipes]: Parameters<ExternalContextCreator['getParamValue']>) =>
          Number(metadata.type) === CONTEXT_KIND ? value : contexts.getParamValue(value, metadata, pipes),
      },
      // Without pipes, a handler takes its arguments as they are. Nest would await each of them twice.
      createPipesFn: {
        value(this: ExternalContextCreator, ...[pipes, parameters]: PipesFnArguments) {
          return pipes.length === 0 ? null : contexts.createPipesFn.call(this, pipes, parameters);
        },
      },
      externalErrorProxy: { value: { createProxy: proxyFilters } },
      guardsConsumer: { value: new NamedGuards() },
    }) as ExternalContextCreator;
  }

  /** Applies everything that Nest applies to a handler. */
  create({ instance, method, host, callback, contextId, providerId }: BoundMethod) {
    return within(this.#whole, host).create(
      instance,
      callback as (...args: unknown[]) => unknown,
      method,
      HANDLER_ARGUMENTS,
      argumentByKind,
      contextId,
      providerId,
      { guards: true, interceptors: true, filters: true },
      MCP_CONTEXT_TYPE,
    ) as (...args: unknown[]) => Promise<unknown>;
  }

  /** Applies only the guards, for functions that belong to a handler. */
  createGuarded({ instance, method, host, callback, contextId, providerId }: BoundMethod) {
    return within(this.#contexts, host).create(
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

/** A context creator that finds the enhancers of a class in the module that lists it. */
function within(contexts: ExternalContextCreator, { token }: Module): ExternalContextCreator {
  const members = { getHostModuleKey: { value: () => token }, getContextModuleKey: { value: () => token } };
  return Object.create(contexts, members) as ExternalContextCreator;
}

/**
 * A context creator without global guards, pipes, interceptors and filters. WHY: Nest has no option for this, and
 * reads them from the configuration of its container. `nest.spec.ts` fails when it needs more than these two members.
 */
function withoutGlobals(modules: ModulesContainer): ExternalContextCreator {
  const container = { applicationConfig: new ApplicationConfig(), getModules: () => modules };
  return ExternalContextCreator.fromContainer(container as unknown as NestContainer);
}
