import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import {
  closeWith,
  endpointOf,
  requestInitOf,
  type ClientIdentity,
  type Destination,
} from './destination.ts';

const REVISION = '2026-07-28';

/** A client of SDK v2. */
export type ModernClient = Client & { readonly transport: StreamableHTTPClientTransport };

/**
 * Connects a client of revision 2026-07-28, which has no protocol session. Its calls belong to a session that is
 * derived from its name and version, so equal clients share one. The client closes with its application; if it is
 * connected to an origin, the caller closes it.
 */
export async function connectModernClient(
  destination: Destination,
  identity: ClientIdentity = {},
): Promise<ModernClient> {
  const { name = 'modern', version = '2.0.0' } = identity;
  const requestInit = requestInitOf(identity);
  const transport = new StreamableHTTPClientTransport(await endpointOf(destination), { requestInit });
  const client = new Client({ name, version }, { versionNegotiation: { mode: { pin: REVISION } } });
  await client.connect(transport);
  closeWith(destination, client);
  return client as ModernClient;
}
