import type { McpServer, ServerContext } from '@modelcontextprotocol/server';

/** A handler as the SDK keeps it. */
export type RegisteredHandler = (request: object, context: ServerContext) => Promise<object>;

/**
 * The handler that the SDK has registered for a method. WHY: the SDK makes lists whole and heeds no cursor, and has no
 * public way to what makes them; the accessor is `protected`, for subclasses of its `Server`, which `McpServer` makes
 * itself. `sdk.spec.ts` fails when it is gone.
 */
export function registeredHandler({ server }: McpServer, method: string): RegisteredHandler {
  const { _getRequestHandler: get } = server as unknown as {
    _getRequestHandler?: (this: typeof server, method: string) => RegisteredHandler | undefined;
  };
  const handler = get?.call(server, method);
  if (!handler) throw new Error(`The SDK serves no ${method}`);
  return handler;
}
