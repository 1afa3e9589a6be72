import { createServer } from 'node:http';
import { createChannel, createSession } from 'better-sse';
import express from 'express';
import { listenOnLoopback } from '../../processes/listen.ts';
import { peerEvent } from '../bench-event.ts';
import { takeStreamCommands } from './stream-commands.ts';

const channel = createChannel();
const app = express();
app.get('/events', async (request, response) => {
  channel.register(await createSession(request, response));
});

function publish(number: number): void {
  const event = peerEvent(number);
  channel.broadcast(event, event.type, { eventId: event.id });
}

await takeStreamCommands({ port: await listenOnLoopback(createServer(app)), publish });
