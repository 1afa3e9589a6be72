import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export interface AgentOptions {
  name?: string;
  key?: string;
}

const requestInit = (key: string | undefined) =>
  key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } };

/** An agent as most are today: SDK v1, a session. */
export async function connectLegacy(origin: string, { name = 'legacy', key }: AgentOptions = {}) {
  const transport = new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), {
    requestInit: requestInit(key),
  });
  const client = new Client({ name, version: '1.0.0' });
  await client.connect(transport);
  return { client, transport };
}

/** An agent of revision 2026-07-28: SDK v2, no session. */
export async function connectModern(origin: string, { name = 'modern', key }: AgentOptions = {}) {
  const transport = new ModernTransport(new URL(`${origin}/mcp`), { requestInit: requestInit(key) });
  const client = new ModernClient(
    { name, version: '2.0.0' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  await client.connect(transport);
  return { client, transport };
}
