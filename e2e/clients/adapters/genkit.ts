import { createMcpClient } from '@genkit-ai/mcp';
import { genkit } from 'genkit';
import type { Connect } from '../driver/public-client.ts';

const ai = genkit({});

/** What a Genkit tool returns: text, or a value that it found in the result or has read from its text. */
type Output = string | Record<string, unknown>;

export const connect: Connect = async ({ url, headers, name, version }) => {
  const client = createMcpClient({ name, version, mcpServer: { url, requestInit: { headers } } });
  const tools = await client.getActiveTools(ai);
  return {
    // Genkit puts the name of the server in front.
    listTools: async () =>
      (await client.getActiveTools(ai)).map((tool) => tool.__action.name.replace(/^crowsnest\//, '')),
    call: async (called, args) => {
      const tool = tools.find((one) => one.__action.name === `crowsnest/${called}`);
      const output = (await tool?.(args)) as Output;
      if (typeof output === 'string') return { text: output };
      // Genkit tells an error of the tool to the model as a value.
      if ('error' in output) throw new Error(String(output['error']));
      return { structured: output };
    },
    close: () => client.disable(),
  };
};
