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

/** A client of SDK v1; its transport tells its `sessionId`, and ends the session with `terminateSession()`. */
export type LegacyClient = Client & { readonly transport: StreamableHTTPClientTransport };

/**
 * A connected client of the era up to revision 2025-11-25, as most agents are today: it has begun a session of
 * its own. It is closed with its application; one that is connected to an origin is the caller's to close.
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
