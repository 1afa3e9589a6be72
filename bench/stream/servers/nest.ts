import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Module, Sse, type MessageEvent } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { startWith, Subject, type Observable } from 'rxjs';
import { peerEvent } from '../bench-event.ts';
import { takeStreamCommands } from './stream-commands.ts';

const events = new Subject<MessageEvent>();

// As in Nest's documentation: an Observable of objects, which Nest writes.
@Controller()
class EventsController {
  @Sse('events')
  stream(): Observable<MessageEvent> {
    return events.pipe(startWith({ comment: 'ready' }));
  }
}

@Module({ controllers: [EventsController] })
class EventsModule {}

const app = await NestFactory.create(EventsModule, { logger: false, forceCloseConnections: true });
await app.listen(0, '127.0.0.1');
const { port } = (app.getHttpServer() as Server).address() as AddressInfo;

await takeStreamCommands({
  port,
  publish: (number) => {
    const event = peerEvent(number);
    events.next({ id: event.id, type: event.type, data: event });
  },
});
