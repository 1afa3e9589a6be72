import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { reconnectInBackground } from './background-reconnections.ts';
import {
  closeWith,
  endpointOf,
  requestInitOf,
  type ClientIdentity,
  type Destination,
} from './destination.ts';

/** A client of SDK v1. Its transport has the `sessionId`, and `terminateSession()` ends the session. */
export type LegacyClient = Client & { readonly transport: StreamableHTTPClientTransport };

/**
 * Connects a client of the revisions up to 2025-11-25, which most agents use today. It has its own session. The client
 * closes with its application; if it is connected to an origin, the caller closes it.
 */
export async function connectLegacyClient(
  destination: Destination,
  identity: ClientIdentity = {},
): Promise<LegacyClient> {
  const { name = 'legacy', version = '1.0.0' } = identity;
  const requestInit = requestInitOf(identity);
  const transport = new StreamableHTTPClientTransport(await endpointOf(destination), { requestInit });
  reconnectInBackground(transport);
  const client = new Client({ name, version });
  await client.connect(transport);
  closeWith(destination, client);
  return client as LegacyClient;
}
