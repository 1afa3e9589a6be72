import type { ToolExecutionContext } from '@mastra/core/tools';
import { MCPClient } from '@mastra/mcp';
import type { Answer, Connect } from '../driver/public-client.ts';
import { answerOf } from '../driver/tool-results.ts';

/** What a Mastra tool returns: the whole result, its structured content alone, or why the call was not made. */
type Output = { content?: unknown; error?: unknown; message?: unknown };

export const connect: Connect = async ({ url, headers, name, era }) => {
  const protocolVersion = era === 'legacy' ? 'legacy' : '2026-07-28';
  const client = new MCPClient({
    id: crypto.randomUUID(), // Mastra refuses two clients that look alike.
    servers: { [name]: { url: new URL(url), requestInit: { headers }, protocolVersion } },
  });
  const tools = async () => (await client.listToolsets())[name] ?? {};
  const connected = await tools();
  return {
    listTools: async () => Object.keys(await tools()),
    call: async (tool, args, abortSignal) => {
      const context = { abortSignal } as ToolExecutionContext; // The rest is what an agent of Mastra adds.
      return answer((await connected[tool]?.execute?.(args, context)) as Output);
    },
    close: () => client.disconnect(),
  };
};

function answer(output: Output): Answer {
  if (output.error) throw new Error(String(output.message));
  return 'content' in output ? answerOf(output) : { structured: output };
}
