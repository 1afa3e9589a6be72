import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** How a transport of SDK v1 plans to open a stream again. */
interface Reconnecting {
  _scheduleReconnection(...args: unknown[]): void;
  _reconnectionTimeout?: NodeJS.Timeout;
}

/**
 * Lets a process end although the transport means to open a stream again. WHY: it does so a second after each answer
 * that is an error, as if none had come, and `close` forgets all of these plans but the last. A suite would wait for
 * them at its end. `testing.spec.ts` fails when the members have other names.
 */
export function reconnectInBackground(transport: StreamableHTTPClientTransport): void {
  const reconnecting = transport as unknown as Reconnecting;
  const plan = reconnecting._scheduleReconnection.bind(transport);
  reconnecting._scheduleReconnection = (...args) => {
    plan(...args);
    reconnecting._reconnectionTimeout?.unref();
  };
}
