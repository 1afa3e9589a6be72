import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Edge, PeerSeal } from '#edge';
import { DeliveryGuard, EventBus } from '#events';
import { Shutdown } from '#shutdown';
import { PeerCommands } from './peer-commands.ts';
import { PeerNotices } from './peer-notices.ts';
import { PeerRequests } from './peer-requests.ts';
import type { Peers } from './peers.ts';

/** A server in a thread of its own. It answers when the other thread is busy, and says so in memory that both share. */
const ANSWERING = `
  const { createServer } = require('node:http');
  const { parentPort, workerData } = require('node:worker_threads');
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      parentPort.postMessage('asked');
      Atomics.wait(workerData, 0, 0);
      response.end('"taken"', () => {
        Atomics.store(workerData, 1, 1);
        Atomics.notify(workerData, 1);
      });
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

const COMMAND = {
  method: 'POST',
  url: '/',
  host: 'crowsnest',
  principal: { kind: 'agent', id: 'key-1', name: 'key-1', tenantId: 'acme' },
  body: {},
  timeoutMs: 1_000,
} as const;

describe('an instance that was busy for longer than it waits for another one', () => {
  let requests: PeerRequests;
  let shutdown: Shutdown;

  beforeEach(() => {
    shutdown = new Shutdown();
    const seal = { seal: () => ({}) } as unknown as PeerSeal;
    requests = new PeerRequests(seal, new EventBus(new DeliveryGuard()), shutdown);
  });

  const told = {
    'a notice': (url: string) =>
      new PeerNotices(requests, { own: 'one' } as Peers, { base: '' } as Edge).tell(peerAt(url), 'kind', {}),
    'a command': async (url: string) => (await new PeerCommands(requests).send(peerAt(url), COMMAND)).body,
  };

  it.each(Object.entries(told))('takes the answer to %s that has arrived meanwhile', async (_, tell) => {
    const shared = new Int32Array(new SharedArrayBuffer(12));
    const server = new Worker(ANSWERING, { eval: true, workerData: shared });
    const [port] = (await once(server, 'message')) as [number];
    server.once('message', () => {
      Atomics.store(shared, 0, 1);
      Atomics.notify(shared, 0);
      // Busy until it was answered, and then until the time is over.
      Atomics.wait(shared, 1, 0);
      Atomics.wait(shared, 2, 0, 1_100);
    });
    expect(await tell(`http://127.0.0.1:${port}`)).toBe('taken');
    await server.terminate();
  });

  it('takes the connection that was made meanwhile', async () => {
    const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // Timers come next, and only then what is received now.
    await setImmediate();
    const sent = requests.send(peerAt(url), { ...COMMAND, headers: {}, body: undefined });
    await once(sent, 'socket');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_100);
    const [answer] = (await once(sent, 'response')) as [{ statusCode: number }];
    expect(answer.statusCode).toBe(200);
    server.close();
    server.closeAllConnections();
  });
});

function peerAt(url: string): { instance: string; url: string; beats: number } {
  return { instance: 'two', url, beats: 1 };
}
