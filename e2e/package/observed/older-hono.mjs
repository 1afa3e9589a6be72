import { serve } from '@hono/node-server';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { Hono } from 'hono';
import { HOST, PORT } from './place.mjs';
import { transportFor } from './older-sessions.mjs';

const app = new Hono();
app.all('/mcp', async ({ req }) => {
  const transport = await transportFor(
    req.header('mcp-session-id'),
    WebStandardStreamableHTTPServerTransport,
  );
  return transport.handleRequest(req.raw);
});
serve({ fetch: app.fetch, port: PORT, hostname: HOST });
