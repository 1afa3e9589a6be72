import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type Request, type Response } from 'express';
import { takeCommands } from '../../processes/commands.ts';
import { listenOnLoopback } from '../../processes/listen.ts';

/** The transport of one session, of either line of the SDK. */
interface SessionTransport {
  handleRequest(request: Request, response: Response, body: unknown): Promise<void>;
}

interface SessionTransportOptions {
  sessionIdGenerator: () => string;
  onsessioninitialized: (id: string) => void;
}

/** Serves one transport per session on Express, as in the examples of both lines of the SDK. */
export async function serveSessions<T extends SessionTransport>(
  createTransport: (options: SessionTransportOptions) => T,
  connect: (transport: T) => Promise<void>,
): Promise<void> {
  const transports = new Map<string, T>();
  const beginSession = async (): Promise<T> => {
    const transport: T = createTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void transports.set(id, transport),
    });
    await connect(transport);
    return transport;
  };

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
}
