import { createServer, type ServerResponse } from 'node:http';
import express from 'express';
import { listenOnLoopback } from '../../processes/listen.ts';
import { peerEvent } from '../bench-event.ts';
import { takeStreamCommands } from './stream-commands.ts';

// As tutorials do it: serialized for each subscriber, in three writes.
const subscribers = new Set<ServerResponse>();
const app = express();
app.get('/events', (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(': ready\n\n');
  subscribers.add(response);
  response.on('close', () => subscribers.delete(response));
});

function publish(number: number): void {
  const event = peerEvent(number);
  for (const response of subscribers) {
    response.write(`id: ${event.id}\n`);
    response.write(`event: ${event.type}\n`);
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
}

await takeStreamCommands({ port: await listenOnLoopback(createServer(app)), publish });
