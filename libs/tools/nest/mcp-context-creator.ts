import { Injectable } from '@nestjs/common';
import { ExternalContextCreator } from '@nestjs/core';
import type { ContextId } from '@nestjs/core/injector/instance-wrapper.js';
import { argumentByPosition, CONTEXT, HANDLER_ARGUMENTS } from './handler-arguments.ts';
import { proxyFilters } from './filters.ts';
import { MCP_CONTEXT_TYPE } from './mcp-request.ts';

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
 * Calls methods of providers the way Nest calls a controller's: guards, pipes, interceptors and filters
 * apply, global ones and those of class and method. They see the context type `mcp` and the handler's
 * arguments, so a global one that is made for HTTP has to look at `getType()` first.
 */
@Injectable()
export class McpContextCreator {
  readonly #whole: ExternalContextCreator;

  constructor(private readonly contexts: ExternalContextCreator) {
    this.#whole = Object.create(contexts, {
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
    return this.contexts.create(
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
