import {
  Client as ModernSdkClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client as LegacySdkClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** An assistant of an admin, whichever SDK it is built on. */
export interface Assistant {
  tools(): Promise<string[]>;
  /** The answer as text, and whether it is an error. */
  ask(tool: string, args?: Record<string, unknown>): Promise<{ text: string; isError: boolean }>;
  close(): Promise<void>;
}

type Sdk = Pick<ModernSdkClient, 'close'> & {
  listTools: () => Promise<{ tools: { name: string }[] }>;
  callTool: (params: { name: string; arguments: Record<string, unknown> }) => Promise<object>;
};

function assistantOf(client: Sdk): Assistant {
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    ask: async (name, args = {}) => {
      const { content, isError = false } = (await client.callTool({ name, arguments: args })) as {
        content: { text: string }[];
        isError?: boolean;
      };
      return { text: content[0]?.text ?? '', isError };
    },
    close: () => client.close(),
  };
}

/** How an assistant connects, by the SDK that it is built on. */
export const ASSISTANTS = {
  'SDK v1': async (url: URL, requestInit: RequestInit): Promise<Assistant> => {
    const client = new LegacySdkClient({ name: 'assistant', version: '1' });
    await client.connect(new LegacyTransport(url, { requestInit }));
    return assistantOf(client);
  },
  'SDK v2, revision 2026-07-28': async (url: URL, requestInit: RequestInit): Promise<Assistant> => {
    const options = { versionNegotiation: { mode: { pin: '2026-07-28' } } } as const;
    const client = new ModernSdkClient({ name: 'assistant', version: '1' }, options);
    await client.connect(new ModernTransport(url, { requestInit }));
    return assistantOf(client);
  },
};
