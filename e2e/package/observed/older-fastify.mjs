import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import fastify from 'fastify';
import { HOST, listening, PORT } from './listening.mjs';
import { transportFor } from './older-sessions.mjs';

const app = fastify();
app.all('/mcp', async (request, reply) => {
  reply.hijack();
  const transport = await transportFor(request.headers['mcp-session-id'], StreamableHTTPServerTransport);
  await transport.handleRequest(request.raw, reply.raw, request.body);
});
await app.listen({ port: PORT, host: HOST });
listening();
