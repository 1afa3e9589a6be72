import { Client as ModernClient, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';

/** How a user answers a question, by its message. */
export type Answers = (message: string) => { action: string; content?: Record<string, string> };

const CAPABILITIES = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };
const SAMPLED = {
  model: 'a-model',
  role: 'assistant' as const,
  content: { type: 'text' as const, text: '42' },
};
const ROOTS = { roots: [{ uri: 'file:///work' }] };

export interface AnsweringAgent {
  call(name: string, args?: Record<string, unknown>): Promise<string>;
  prompt(name: string): Promise<string>;
  read(uri: string): Promise<string>;
  close(): Promise<void>;
}

async function legacy(origin: string, answers: Answers): Promise<AnsweringAgent> {
  const client = new Client({ name: 'answering', version: '1.0.0' }, { capabilities: CAPABILITIES });
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => answers(params.message) as never);
  client.setRequestHandler(CreateMessageRequestSchema, () => SAMPLED);
  client.setRequestHandler(ListRootsRequestSchema, () => ROOTS);
  await client.connect(new LegacyTransport(new URL(`${origin}/mcp`)));
  return agentOf(client);
}

async function modern(origin: string, answers: Answers): Promise<AnsweringAgent> {
  const client = new ModernClient(
    { name: 'answering', version: '2.0.0' },
    { capabilities: CAPABILITIES, versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  client.setRequestHandler('elicitation/create', ({ params }) => answers(params.message) as never);
  client.setRequestHandler('sampling/createMessage', () => SAMPLED);
  client.setRequestHandler('roots/list', () => ROOTS);
  await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/mcp`)));
  return agentOf(client);
}

function agentOf(client: Client | ModernClient): AnsweringAgent {
  return {
    call: async (name, args = {}) => {
      const { content } = await (client as ModernClient).callTool({ name, arguments: args });
      return textOf((content as { text?: string }[])[0]);
    },
    prompt: async (name) =>
      textOf((await client.getPrompt({ name })).messages[0]?.content as { text?: string }),
    read: async (uri) => textOf((await client.readResource({ uri })).contents[0] as { text?: string }),
    close: () => client.close(),
  };
}

function textOf(block: { text?: string } | undefined): string {
  return block?.text ?? '';
}

/** Agents that answer the questions of handlers, through the SDK of their era. */
export const ANSWERING = [
  { era: 'legacy', connect: legacy },
  { era: 'modern', connect: modern },
] as const;
