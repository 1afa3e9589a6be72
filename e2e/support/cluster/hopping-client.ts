import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { KEYS } from './cluster-application.ts';

/** Connects an agent whose session begins at one instance, and whose other requests all arrive at another. */
export async function connectHoppingClient(
  first: string,
  then: string,
): Promise<{ client: Client; transport: StreamableHTTPClientTransport }> {
  let isBegun = false;
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', first), {
    requestInit: { headers: { authorization: `Bearer ${KEYS.acme}` } },
    fetch: (url, init) => {
      const origin = isBegun ? then : first;
      isBegun = true;
      return fetch(new URL(new URL(url).pathname, origin), init);
    },
  });
  const client = new Client({ name: 'hopper', version: '1.0.0' });
  await client.connect(transport);
  return { client, transport };
}
