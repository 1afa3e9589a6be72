import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { toNodeHandler, type NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** A message that the server received. */
export interface Recorded {
  method: string;
  meta: Record<string, unknown>;
  authorization: string | undefined;
}

/** An MCP server of both eras that records the messages it receives, for specs. */
export class RecordingServer {
  readonly received: Recorded[] = [];
  /** When set, the server answers every request with this status. */
  refuseWith: number | undefined;

  readonly #handle = toNodeHandler(createMcpHandler(greeter));
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  /** Starts to listen, and returns the URL of the endpoint. */
  async start(): Promise<URL> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mcp`);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const message = body ? (JSON.parse(body) as Message) : undefined;
    if (message) this.#record(message, request.headers.authorization);
    if (this.refuseWith) response.writeHead(this.refuseWith).end('refused');
    else await this.#handle(request as NodeIncomingMessageLike, response, message);
  }

  #record({ method, params }: Message, authorization: string | undefined): void {
    this.received.push({ method, meta: params?._meta ?? {}, authorization });
  }
}

interface Message {
  method: string;
  params?: { _meta?: Record<string, unknown> };
}

function greeter(): McpServer {
  const server = new McpServer({ name: 'greeter', version: '1.0.0' });
  server.registerTool('greet', { inputSchema: z.object({ name: z.string() }) }, async ({ name }) =>
    name === 'nobody'
      ? { content: [{ type: 'text', text: 'Nobody is here' }], isError: true }
      : { content: [{ type: 'text', text: `Hello, ${name}` }] },
  );
  server.registerTool('wait', { inputSchema: z.object({}) }, async (_, { mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken ?? 0;
    await mcpReq.notify({
      method: 'notifications/progress',
      params: { progressToken, progress: 1, total: 2 },
    });
    await new Promise((waited) => setTimeout(waited, 500));
    return { content: [] };
  });
  return server;
}
