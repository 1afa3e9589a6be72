import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import express from 'express';
import { takeCommands } from '../../processes/commands.ts';
import { listenOnLoopback } from '../../processes/listen.ts';
import { createSdkServer } from './sdk-server.ts';

// Version 2 of the SDK with one transport per session, as in its examples.
const transports = new Map<string, NodeStreamableHTTPServerTransport>();

async function beginSession(): Promise<NodeStreamableHTTPServerTransport> {
  const transport: NodeStreamableHTTPServerTransport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => void transports.set(id, transport),
  });
  await createSdkServer().connect(transport);
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
