import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { KeepAlivePost } from '../mcp/load/keep-alive-post.ts';
import { initialize, modernRequestOf, sessionHeaders } from '../mcp/load/mcp-requests.ts';
import { takeCommands } from '../processes/commands.ts';
import { bearer } from './agent-keys.ts';
import { hostileBodies, type HostileBody } from './texts.ts';

const HALF_BYTES = 1024 * 1024;
const AT_A_TIME = 50;

const bodies = hostileBodies();
let sockets: Socket[] = [];
/** The session of the bodies of the older era. */
let session: string | undefined;
/** The ids of sessions that are open, and where. */
let idle: { port: number; ids: string[] } | undefined;

/** Opens a connection, writes the texts and discards the answer. */
async function open(port: number, ...texts: (string | Buffer)[]): Promise<void> {
  const socket = connectSocket(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect').catch(() => undefined);
  for (const text of texts) socket.write(text);
}

async function openMany(count: number, begin: () => Promise<unknown>): Promise<void> {
  for (let opened = 0; opened < count; opened += AT_A_TIME)
    await Promise.all(Array.from({ length: Math.min(AT_A_TIME, count - opened) }, begin));
}

function head(port: number, length: number, headers: Record<string, string> = {}): string {
  const all = {
    host: `127.0.0.1:${port}`,
    'content-length': String(length),
    ...bearer('hostile'),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** The headers of a body in its era. In the older one it belongs to a session, which is begun with the first body. */
async function headersOf({ era, method, tool }: HostileBody, port: number): Promise<Record<string, string>> {
  const { headers } = modernRequestOf('a', {});
  if (era === 'legacy') {
    const { 'mcp-method': _, 'mcp-protocol-version': __, ...common } = headers;
    return method === 'initialize'
      ? common
      : { ...common, ...sessionHeaders((session ??= await begin(new KeepAlivePost(port, 1)))) };
  }
  return {
    ...headers,
    'mcp-method': method.length < 64 ? method : 'a',
    ...(tool !== undefined && { 'mcp-name': tool.length < 64 ? tool : 'a' }),
  };
}

/** Resolves with the id of a new session. */
async function begin(post: KeepAlivePost): Promise<string> {
  const { headers, body } = initialize();
  const { status, headers: answered } = await post.send({
    headers: { ...headers, ...bearer('hostile') },
    body,
  });
  const id = answered['mcp-session-id'];
  if (typeof id !== 'string') throw new Error(`No session: answered ${status}`);
  return id;
}

async function endSession(port: number, id: string): Promise<void> {
  const headers = { ...sessionHeaders(id), ...bearer('hostile') };
  const response = await fetch(`http://127.0.0.1:${port}/mcp`, { method: 'DELETE', headers });
  await response.arrayBuffer();
}

takeCommands({
  /** Sends the next body; resolves with its name, or with null after the last. */
  nextBody: async (port: number): Promise<string | null> => {
    const next = bodies.next();
    if (next.done) return null;
    const { name, body } = next.value;
    const headers = {
      ...(await headersOf(next.value, port)),
      ...bearer('hostile'),
      'content-length': String(Buffer.byteLength(body)),
    };
    await new KeepAlivePost(port, 1).send({ headers, body: Buffer.from(body) }).catch(() => undefined);
    return name;
  },
  halfBodies: ({ port, count }: { port: number; count: number }) => {
    const half = Buffer.alloc(HALF_BYTES, ' ');
    return openMany(count, () => open(port, head(port, 2 * HALF_BYTES), half));
  },
  idleConnections: ({ port, count }: { port: number; count: number }) => openMany(count, () => open(port)),
  sessions: ({ port, count }: { port: number; count: number }) => {
    const post = new KeepAlivePost(port, AT_A_TIME);
    const ids: string[] = [];
    idle = { port, ids };
    return openMany(count, async () => ids.push(await begin(post)));
  },
  hangingCalls: ({ port, count }: { port: number; count: number }) => {
    const { headers, body } = modernRequestOf('tools/call', { name: 'hang', arguments: {} });
    return openMany(count, () => open(port, head(port, body.length, headers), body));
  },
  /** Closes all connections, and ends the sessions. */
  leave: async () => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    const { port, ids } = idle ?? { port: 0, ids: [] };
    await openMany(ids.length, async () => endSession(port, ids.pop() ?? ''));
  },
});
