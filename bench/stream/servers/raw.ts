import { createServer, type Socket } from 'node:net';
import { listenOnLoopback } from '../../processes/listen.ts';
import { peerEvent } from '../bench-event.ts';
import { takeStreamCommands } from './stream-commands.ts';

// The least work that is possible in this runtime: one buffer per turn, written unchanged to every socket.
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: ready\n\n';
const sockets = new Set<Socket>();
let pending = '';

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.once('data', () => {
    socket.write(HEAD);
    sockets.add(socket);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
});

function publish(number: number): void {
  const event = peerEvent(number);
  if (pending === '') setImmediate(flush);
  pending += `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function flush(): void {
  const batch = Buffer.from(pending);
  pending = '';
  for (const socket of sockets) socket.write(batch);
}

await takeStreamCommands({ port: await listenOnLoopback(server), publish });
