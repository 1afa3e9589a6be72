import { mcp } from '@llamaindex/tools';
import type { Connect } from '../driver/public-client.ts';
import { answerOf } from '../driver/tool-results.ts';

export const connect: Connect = async ({ url, headers, name, version }) => {
  const client = mcp({ url, requestInit: { headers }, clientName: name, clientVersion: version });
  const tools = await client.tools();
  return {
    listTools: async () => (await client.tools()).map((tool) => tool.metadata.name),
    call: async (name, args) => answerOf(await tools.find((tool) => tool.metadata.name === name)?.call(args)),
    close: () => client.cleanup(),
  };
};
