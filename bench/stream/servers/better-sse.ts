import { createServer } from 'node:http';
import express, { type Request, type Response } from 'express';
import { importPeer } from '../../processes/peers.ts';
import { listenOnLoopback } from '../../processes/listen.ts';
import { peerEvent } from '../bench-event.ts';
import { takeStreamCommands } from './stream-commands.ts';

/** The part of `better-sse` that the bench uses. */
interface BetterSse {
  createSession: (request: Request, response: Response) => Promise<object>;
  createChannel: () => {
    register(session: object): void;
    broadcast(data: unknown, type: string, options: { eventId: string }): void;
  };
}

const { createChannel, createSession } = await importPeer<BetterSse>('better-sse');
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
