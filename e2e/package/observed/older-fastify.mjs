import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import fastify from 'fastify';
import { HOST, PORT } from './place.mjs';
import { transportFor } from './older-sessions.mjs';

const app = fastify();
app.all('/mcp', async (request, reply) => {
  reply.hijack();
  const transport = await transportFor(request.headers['mcp-session-id'], StreamableHTTPServerTransport);
  await transport.handleRequest(request.raw, reply.raw, request.body);
});
await app.listen({ port: PORT, host: HOST });
