import type { Result, Server, ServerContext } from '@modelcontextprotocol/server';

/** A handler, as the SDK stores it. */
export type RegisteredHandler = (request: object, context: ServerContext) => Promise<Result>;

/**
 * The handler that a server object has for a method. WHY: the SDK checks requests and results in the handler that it makes of
 * ours, and has no public access to it. The accessor is `protected`, for subclasses of `Server`. `sdk.spec.ts` fails when it
 * is gone.
 */
export function registeredHandler(server: Server, method: string): RegisteredHandler {
  const { _getRequestHandler: get } = server as unknown as {
    _getRequestHandler?: (this: Server, method: string) => RegisteredHandler | undefined;
  };
  const handler = get?.call(server, method);
  if (!handler) throw new Error(`The SDK serves no ${method}`);
  return handler;
}
