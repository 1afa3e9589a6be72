import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** The members with which a transport of SDK v1 schedules a reconnection. */
interface Reconnecting {
  _scheduleReconnection(...args: unknown[]): void;
  _reconnectionTimeout?: NodeJS.Timeout;
}

/**
 * Lets the process exit although the transport has scheduled reconnections. The transport schedules one a second after
 * each answer that is an error, and its `close` cancels only the last, so the others would delay the end of a suite.
 * `testing.spec.ts` fails if the private members are renamed.
 */
export function reconnectInBackground(transport: StreamableHTTPClientTransport): void {
  const reconnecting = transport as unknown as Reconnecting;
  const plan = reconnecting._scheduleReconnection.bind(transport);
  const planInBackground = (...args: unknown[]): void => {
    plan(...args);
    reconnecting._reconnectionTimeout?.unref();
  };
  reconnecting._scheduleReconnection = planInBackground;
}
