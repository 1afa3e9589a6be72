// Does what a desktop client does: starts the server that its configuration names, and calls its tools every two seconds.
import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { say } from '../../scripts/tasks/output.mjs';

const CALLS = [
  { name: 'list_directory', arguments: { path: '.' } },
  { name: 'read_text_file', arguments: { path: 'watch.md' } },
  { name: 'read_text_file', arguments: { path: 'nothing.md' } },
];

/** Replaces `${NAME}` by a variable of the environment, as clients do. */
const withVariables = (_key, value) =>
  typeof value === 'string' ? value.replace(/\$\{(\w+)\}/g, (_, name) => process.env[name] ?? '') : value;

const file = readFileSync(new URL('desktop-client.json', import.meta.url), 'utf8');
const { mcpServers } = JSON.parse(file, withVariables);
const client = new Client({ name: 'desktop-client', version: '1.0.0' });
await client.connect(new StdioClientTransport(mcpServers.notes));

let next = 0;
for await (const _ of setInterval(2_000)) {
  const call = CALLS[next++ % CALLS.length];
  const { content, isError } = await client.callTool(call);
  say(`${call.name} ${isError ? 'failed' : 'answered'}: ${content[0].text.split('\n')[0]}`);
}
