import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import type { Connect } from '../driver/public-client.ts';

/** What a LangChain tool returns: text alone, or a block that carries the structured content, too. */
type Output = string | { text: string; structuredContent: unknown };

export const connect: Connect = async ({ url, headers }) => {
  const client = new MultiServerMCPClient({ mcpServers: { crowsnest: { transport: 'http', url, headers } } });
  const tools = await client.getTools();
  return {
    listTools: async () => (await client.getTools()).map((tool) => tool.name),
    call: async (name, args, signal) => {
      const tool = tools.find((one) => one.name === name);
      const output = (await tool?.invoke(args, { signal })) as Output;
      if (typeof output === 'string') return { text: output };
      return { text: output.text, structured: output.structuredContent };
    },
    close: () => client.close(),
  };
};
