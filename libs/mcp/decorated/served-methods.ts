import {
  ProtocolError,
  ProtocolErrorCode,
  type HandlerResultTypeMap,
  type RequestMethod,
  type RequestTypeMap,
  type Result,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { registeredHandler } from '../sdk/registered-handlers.ts';
import type { Serving } from './serving.ts';

/** Answers the requests of one method, for all clients. */
export type MethodHandler<M extends RequestMethod> = (
  serving: Serving,
  params: RequestTypeMap[M]['params'],
  context: ServerContext,
) => HandlerResultTypeMap[M] | Promise<HandlerResultTypeMap[M]>;

/** The methods that a part of the offer serves. */
export type ServedMethods = { readonly [M in RequestMethod]?: MethodHandler<M> };

/** The same methods, whose types are not known one by one. */
type AnyHandler = (serving: Serving, params: unknown, context: ServerContext) => Promise<Result>;

// The lists check their cursors themselves, because their error tells the agent what to send instead.
const ANY_PARAMS = z.looseObject({});

/**
 * The handlers of all methods. They are the same for all clients, so a session costs no more when more is offered. A server
 * object gets the handler of a method with its first request, because a session uses few methods, and a request of revision
 * 2026-07-28 only one.
 */
export class MethodTable {
  readonly #handlers: ReadonlyMap<string, AnyHandler>;

  constructor(parts: readonly ServedMethods[]) {
    this.#handlers = new Map(parts.flatMap((part) => Object.entries(part) as [string, AnyHandler][]));
  }

  /** Makes a server object serve the methods. */
  serve(serving: Serving): void {
    const { server } = serving;
    const handle: typeof server.fallbackRequestHandler = async (request, context) => {
      this.#install(serving, request.method);
      return registeredHandler(server, request.method)(request, context);
    };
    server.fallbackRequestHandler = handle;
  }

  #install(serving: Serving, method: string): void {
    const handle = this.#handlers.get(method);
    if (!handle) throw new ProtocolError(ProtocolErrorCode.MethodNotFound, 'Method not found');
    const { server } = serving;
    if (method.endsWith('/list'))
      server.setRequestHandler(method, { params: ANY_PARAMS }, (params, context) =>
        handle(serving, params, context),
      );
    else
      server.setRequestHandler(
        method as RequestMethod,
        ({ params }, context) => handle(serving, params, context) as Promise<never>,
      );
  }
}
