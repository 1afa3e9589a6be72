import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { INestApplication } from '@nestjs/common';

const HEADERS = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };

const sockets: Socket[] = [];

/** A request whose agent reads nothing of the answer. */
export interface UnreadRequest {
  /** The agent's end, which reads once it is resumed. */
  socket: Socket;
  /** The server's end. */
  response: ServerResponse;
}

/** Posts a request to `/mcp` over its own connection, and leaves the answer unread. */
export async function sendUnread(
  app: INestApplication,
  body: object,
  headers: Record<string, string>,
): Promise<UnreadRequest> {
  const { host, hostname, port } = new URL(await app.getUrl());
  const asked = once(app.getHttpServer() as Server, 'request');
  const socket = connect(Number(port), hostname).pause();
  sockets.push(socket);
  const json = JSON.stringify(body);
  const all = { ...HEADERS, ...headers, host, 'content-length': Buffer.byteLength(json) };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST /mcp HTTP/1.1\r\n${head.join('')}\r\n${json}`);
  const [, response] = (await asked) as [IncomingMessage, ServerResponse];
  return { socket, response };
}

/** Closes the connections of all such agents: a server that closes would wait for them. */
export function dropUnread(): void {
  for (const socket of sockets.splice(0)) socket.destroy();
}

/** Ends the wait for an agent that reads nothing, as if most of the 30 seconds had passed. */
export async function letTimePass(response: ServerResponse): Promise<void> {
  expect(response.socket?.timeout).toBe(30_000);
  response.setTimeout(50);
  await once(response, 'close');
}
