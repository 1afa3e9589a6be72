// An MCP server on the official SDK, with one line for Crowsnest.
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { observe } from 'crowsnest-observe';
import { z } from 'zod';

const ORDERS = new Map([
  ['A-1', { status: 'shipped', items: 3 }],
  ['A-2', { status: 'packing', items: 1 }],
]);

function ordersServer() {
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  server.registerTool(
    'get_order',
    {
      description: 'Looks up an order by its number, such as A-1.',
      inputSchema: z.object({ number: z.string() }),
    },
    ({ number }) => {
      const order = ORDERS.get(number);
      if (!order) throw new Error(`There is no order ${number}`);
      return { content: [{ type: 'text', text: JSON.stringify(order) }] };
    },
  );
  observe(server);
  return server;
}

const handle = toNodeHandler(createMcpHandler(ordersServer));
const server = createServer((request, response) => void handle(request, response));
server.listen(Number(process.env.PORT ?? 4000), '127.0.0.1');
