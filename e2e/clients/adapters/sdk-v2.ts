import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Connect } from '../driver/public-client.ts';
import { answerOf } from '../driver/tool-results.ts';

const NEGOTIATION = { legacy: 'legacy', auto: 'auto', modern: { pin: '2026-07-28' } } as const;

export const connect: Connect = async ({ url, headers, name, version, era }) => {
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  const client = new Client({ name, version }, { versionNegotiation: { mode: NEGOTIATION[era] } });
  await client.connect(transport);
  return {
    listTools: async () => (await client.listTools()).tools.map((tool) => tool.name),
    call: async (tool, args, signal) =>
      answerOf(await client.callTool({ name: tool, arguments: args }, { signal })),
    close: () => client.close(),
  };
};
