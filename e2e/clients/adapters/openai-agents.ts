import { MCPServerStreamableHttp } from '@openai/agents';
import type { Connect } from '../driver/public-client.ts';
import { answerOf } from '../driver/tool-results.ts';

export const connect: Connect = async ({ url, headers, name }) => {
  const server = new MCPServerStreamableHttp({ url, name, requestInit: { headers } });
  await server.connect();
  return {
    listTools: async () => (await server.listTools()).map((tool) => tool.name),
    call: async (tool, args, signal) =>
      answerOf(await server.callToolResult(tool, args, undefined, { signal })),
    close: () => server.close(),
  };
};
