// An agent that finds the tools of both servers in one place, and calls some of them every two seconds.
import { setInterval } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { say } from '../../scripts/tasks/output.mjs';

const CALLS = [
  { name: 'files__list_directory', arguments: { path: '.' } },
  { name: 'files__read_text_file', arguments: { path: 'tides.md' } },
  { name: 'everything__get-sum', arguments: { a: 2, b: 40 } },
  // Outside of the folder that the server was given: it refuses.
  { name: 'files__read_text_file', arguments: { path: '/etc/hostname' } },
];

const client = new Client({ name: 'harbour-agent', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL(process.argv[2])));
const { tools } = await client.listTools();
say(`There are ${tools.length} tools: ${tools.map(({ name }) => name).join(', ')}`);

let next = 0;
for await (const _ of setInterval(2_000)) {
  const call = CALLS[next++ % CALLS.length];
  const { content, isError } = await client.callTool(call);
  say(`${call.name} ${isError ? 'failed' : 'answered'}: ${content[0].text.split('\n')[0]}`);
}
