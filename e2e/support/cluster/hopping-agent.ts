import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

/** Connects an agent of revision 2026-07-28 whose requests arrive at one instance after the other. */
export async function connectHoppingAgent(
  origins: readonly string[],
  { key, name = 'hopper' }: { key?: string; name?: string } = {},
): Promise<Client> {
  let hops = 0;
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', origins[0]), {
    ...(key !== undefined && { requestInit: { headers: { authorization: `Bearer ${key}` } } }),
    fetch: (_url, init) => fetch(new URL('/mcp', origins[hops++ % origins.length]), init),
  });
  const client = new Client(
    { name, version: '1.0.0' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  await client.connect(transport);
  return client;
}
