import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import fastify from 'fastify';
import { HOST, PORT } from './place.mjs';
import { observedServer } from './newer-orders.mjs';

const handle = toNodeHandler(createMcpHandler(observedServer));
const app = fastify();
app.all('/mcp', async (request, reply) => {
  reply.hijack();
  await handle(request.raw, reply.raw, request.body);
});
await app.listen({ port: PORT, host: HOST });
