import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { waitUntil } from '../support/environment/wait-until.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

describe('clients that send slowly or open too many connections', () => {
  const sockets: Socket[] = [];
  let server: ServerProcess;

  async function open(): Promise<Socket> {
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  }

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await server.stop();
  });

  it('are disconnected when the head or the body of a request has not arrived completely within 30 s', async () => {
    server = await ServerProcess.start(await freePort(), { CROWSNEST_LOG: 'memory:' });
    const { host } = new URL(server.origin);
    const [head, body, health] = [await open(), await open(), await open()];
    head.write('POST /mcp HTTP/1.1\r\nhost:');
    const half = `host: ${host}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`;
    body.write(`POST /mcp HTTP/1.1\r\n${half}`);
    health.write(`GET /health/live HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    const [answer] = (await once(health, 'data')) as [Buffer];
    await Promise.all(
      [head, body].map((socket) =>
        waitUntil(() => socket.resume().closed, { reason: 'the half-sent request is cut off' }),
      ),
    );
    // A connection that has sent a complete request is kept open for the next one.
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 [^]*keep-alive: timeout=65/i);
    expect(health.closed).toBe(false);
  });

  it('are turned away beyond the maximum number of connections', async () => {
    const env = { CROWSNEST_LOG: 'memory:', CROWSNEST_MAX_CONNECTIONS: '3' };
    server = await ServerProcess.start(await freePort(), env);
    const first = [await open(), await open(), await open(), await open()];
    const closed = await waitUntil(() => first.filter((socket) => socket.resume().closed).length, {
      reason: 'a connection too many is closed',
    });
    expect(closed).toBeLessThan(first.length);
  });
});
