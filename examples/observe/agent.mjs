// An agent that asks for orders every two seconds. It connects to the server itself, and knows nothing of Crowsnest.
import { setInterval, setTimeout as delay } from 'node:timers/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { say } from '../../scripts/tasks/output.mjs';

const NUMBERS = ['A-1', 'A-2', 'B-9'];

const client = await connect(new URL(process.argv[2]));

let next = 0;
for await (const _ of setInterval(2_000)) {
  const number = NUMBERS[next++ % NUMBERS.length];
  const { content, isError } = await client.callTool({ name: 'get_order', arguments: { number } });
  say(`get_order ${isError ? 'failed' : 'answered'}: ${content[0].text}`);
}

/** Connects once the server listens. */
async function connect(url) {
  for (;;) {
    const identity = { name: 'order-agent', version: '1.0.0' };
    const connecting = new Client(identity, { versionNegotiation: { mode: 'auto' } });
    try {
      await connecting.connect(new StreamableHTTPClientTransport(url));
      return connecting;
    } catch (error) {
      say(`Not connected yet: ${error.message}`);
      await delay(500);
    }
  }
}
