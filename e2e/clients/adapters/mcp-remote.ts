import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Connect } from '../driver/public-client.ts';
import { answerOf } from '../driver/tool-results.ts';

const PROXY = join(
  dirname(createRequire(import.meta.url).resolve('mcp-remote/package.json')),
  'dist/proxy.js',
);

/** An agent that speaks stdio alone, with the bridge between it and the server. */
export const connect: Connect = async ({ url, headers, name, version }) => {
  const sent = Object.entries(headers).flatMap(([header, value]) => ['--header', `${header}:${value}`]);
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROXY, url, '--transport', 'http-only', ...sent],
    env: process.env as Record<string, string>,
    stderr: 'inherit',
  });
  const client = new Client({ name, version });
  await client.connect(transport);
  return {
    listTools: async () => (await client.listTools()).tools.map((tool) => tool.name),
    call: async (tool, args, signal) =>
      answerOf(await client.callTool({ name: tool, arguments: args }, undefined, { signal })),
    close: () => client.close(),
  };
};
