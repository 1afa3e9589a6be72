import { serve } from '@hono/node-server';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { Hono } from 'hono';
import { HOST, PORT } from './place.mjs';
import { observedServer } from './newer-orders.mjs';

const handler = createMcpHandler(observedServer);
const app = new Hono();
app.all('/mcp', ({ req }) => handler.fetch(req.raw));
serve({ fetch: app.fetch, port: PORT, hostname: HOST });
