import { createMCPClient } from '@ai-sdk/mcp';
import type { Connect } from '../driver/public-client.ts';
import { answerOf } from '../driver/tool-results.ts';

export const connect: Connect = async ({ url, headers, name, version, era }) => {
  const client = await createMCPClient({
    clientName: name,
    version,
    transport: { type: 'http', url, headers },
    protocolVersionDiscovery: era !== 'legacy',
  });
  const tools = await client.tools();
  return {
    listTools: async () => Object.keys(await client.tools()),
    call: async (tool, args, abortSignal) => {
      const options = { toolCallId: tool, messages: [], context: {}, abortSignal };
      return answerOf(await tools[tool]?.execute(args, options));
    },
    close: () => client.close(),
  };
};
