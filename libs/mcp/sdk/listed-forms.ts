import {
  McpServer,
  type ListPromptsResult,
  type ListToolsResult,
  type Prompt,
  type ServerContext,
  type Tool,
} from '@modelcontextprotocol/server';
import { knowOwnNamesOnly } from './own-names.ts';
import { registeredHandler } from './registered-handlers.ts';

// WHY: only a server object of the SDK converts definitions to the form of its lists, with the JSON Schema of each schema. It
// does so for every list of every server object. Here each definition has a server object of its own, and is converted once.

/** The tool that a function registers, as the SDK lists it. */
export async function listedTool(register: (server: McpServer) => void): Promise<Tool> {
  const { tools } = await listed<ListToolsResult>('tools/list', register);
  return tools[0]!;
}

/** The prompt that a function registers, as the SDK lists it. */
export async function listedPrompt(register: (server: McpServer) => void): Promise<Prompt> {
  const { prompts } = await listed<ListPromptsResult>('prompts/list', register);
  return prompts[0]!;
}

async function listed<R>(method: string, register: (server: McpServer) => void): Promise<R> {
  const server = new McpServer({ name: '', version: '' }, { capabilities: { tools: {}, prompts: {} } });
  knowOwnNamesOnly(server);
  register(server);
  const result = await registeredHandler(server.server, method)({ method }, {} as ServerContext);
  // As JSON: without the members that are undefined.
  return JSON.parse(JSON.stringify(result)) as R;
}
