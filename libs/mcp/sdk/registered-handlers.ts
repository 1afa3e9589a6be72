import type { McpServer, ServerContext } from '@modelcontextprotocol/server';

/** A handler, as the SDK stores it. */
export type RegisteredHandler = (request: object, context: ServerContext) => Promise<object>;

/**
 * The handler that the SDK has registered for a method. WHY: the SDK returns whole lists, ignores cursors, and has no
 * public access to the handlers of its lists. The accessor is `protected`, for subclasses of `Server`, but
 * `McpServer` creates its own `Server`. `sdk.spec.ts` fails when the accessor is gone.
 */
export function registeredHandler({ server }: McpServer, method: string): RegisteredHandler {
  const { _getRequestHandler: get } = server as unknown as {
    _getRequestHandler?: (this: typeof server, method: string) => RegisteredHandler | undefined;
  };
  const handler = get?.call(server, method);
  if (!handler) throw new Error(`The SDK serves no ${method}`);
  return handler;
}
