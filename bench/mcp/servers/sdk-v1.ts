import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express from 'express';
import { takeCommands } from '../../processes/commands.ts';
import { listenOnLoopback } from '../../processes/listen.ts';
import { TOOL_DESCRIPTION, TOOL_NAMES, toolInput, toolResult } from '../trivial-tools.ts';

// Version 1 of the SDK, stateful, as most of today's servers run it.
const SCHEMAS = new Map(TOOL_NAMES.map((name) => [name, toolInput()]));
const transports = new Map<string, StreamableHTTPServerTransport>();

async function beginSession(): Promise<StreamableHTTPServerTransport> {
  const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => void transports.set(id, transport),
  });
  const server = new McpServer({ name: 'bench', version: '1.0.0' });
  for (const [name, inputSchema] of SCHEMAS)
    server.registerTool(name, { description: TOOL_DESCRIPTION, inputSchema }, ({ text }) => toolResult(text));
  await server.connect(transport);
  return transport;
}

const app = express();
app.use(express.json({ limit: '4mb' }));
app.all('/mcp', async (request, response) => {
  const id = request.header('mcp-session-id');
  const transport = id === undefined ? await beginSession() : transports.get(id);
  if (transport) await transport.handleRequest(request, response, request.body);
  else response.status(404).end();
});

const port = await listenOnLoopback(createServer(app));
takeCommands({ port: () => port });
