import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as LegacyServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createMcpHandler, inputRequired, McpServer } from '@modelcontextprotocol/server';
import express from 'express';
import { z } from 'zod';

/** A server of somebody else, over HTTP. */
export interface OthersServer {
  origin: string;
  close(): Promise<void>;
}

/** What is done with a server before it is connected. */
type Prepare<S> = (server: S) => void;

/** A server on SDK v1 in plain Express, with a transport for each session. */
export async function startLegacyServer(prepare: Prepare<LegacyServer>): Promise<OthersServer> {
  const transports = new Map<string, StreamableHTTPServerTransport>();
  const app = express().use(express.json());
  app.all('/mcp', async (request, response) => {
    const known = transports.get(String(request.headers['mcp-session-id']));
    const transport = known ?? (await connected());
    await transport.handleRequest(request, response, request.body);
  });
  async function connected(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void transports.set(id, transport),
    });
    const server = legacyServer();
    prepare(server);
    await server.connect(transport);
    return transport;
  }
  return listen(app);
}

/** A server on SDK v2 that is made for each request, as revision 2026-07-28 has it. */
export function startModernServer(prepare: Prepare<McpServer>): Promise<OthersServer> {
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'modern-orders', version: '2.0.0' });
    server.registerTool('echo', { inputSchema: z.object({ text: z.string() }) }, ({ text }) => ({
      content: [{ type: 'text', text }],
    }));
    server.registerTool('book', {}, ({ mcpReq: { inputResponses, requestState } }) => {
      if (inputResponses) return { content: [{ type: 'text', text: 'booked' }] };
      const seat = inputRequired.elicit({ message: 'Which seat?', requestedSchema: z.object({}) });
      return inputRequired({ inputRequests: { seat }, requestState: requestState() ?? randomUUID() });
    });
    prepare(server);
    return server;
  });
  const serve = toNodeHandler(handler);
  return listen((request, response) => void serve(request as Parameters<typeof serve>[0], response));
}

/** A server on SDK v1 with tools that succeed, fail, report progress and wait. */
export function legacyServer(): LegacyServer {
  const server = new LegacyServer({ name: 'legacy-orders', version: '1.0.0' });
  server.registerTool('echo', { inputSchema: { text: z.string() } }, ({ text }) => ({
    content: [{ type: 'text', text }],
  }));
  server.registerTool('fail', {}, () => ({
    isError: true,
    content: [{ type: 'text', text: 'No such order' }],
  }));
  server.registerTool('wait', {}, (extra) => {
    const { promise, resolve } = Promise.withResolvers<{ content: [] }>();
    extra.signal.addEventListener('abort', () => resolve({ content: [] }));
    return promise;
  });
  return server;
}

async function listen(listener: RequestListener): Promise<OthersServer> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
