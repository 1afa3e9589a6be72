import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express from 'express';
import { HOST, PORT } from './place.mjs';
import { transportFor } from './older-sessions.mjs';

const app = express().use(express.json());
app.all('/mcp', async (request, response) => {
  const transport = await transportFor(request.get('mcp-session-id'), StreamableHTTPServerTransport);
  await transport.handleRequest(request, response, request.body);
});
app.listen(PORT, HOST);
