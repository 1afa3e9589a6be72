import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Connect } from '../driver/public-client.ts';
import { answerOf } from '../driver/tool-results.ts';

export const connect: Connect = async ({ url, headers, name, version }) => {
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  const client = new Client({ name, version });
  await client.connect(transport);
  return {
    listTools: async () => (await client.listTools()).tools.map((tool) => tool.name),
    call: async (tool, args, signal) =>
      answerOf(await client.callTool({ name: tool, arguments: args }, undefined, { signal })),
    close: () => client.close(),
  };
};
