// A server that publishes on orders over IPC, and reports the events that its log has committed. The tests kill it. It
// ends with the process that started it.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { EventId } from '#contract';
import { CrowsnestModule } from '#crowsnest';
import { EventLog, EventPublisher, EventTail, ProjectionKeeper, type LoggedEvent } from '#events';
import { draftsOfCall } from './numbered-calls.ts';
import type { Order, PublishingOptions, Report } from './protocol.ts';
import { recorded } from './recorded.ts';

const PAGE = 1_000;

const options = JSON.parse(process.argv[2] ?? '') as PublishingOptions;
let nextCall = options.firstCall;

@Module({
  imports: [
    CrowsnestModule.forRoot({
      events: { log: options.log, maxEvents: options.maxEvents },
      sessions: { protocolIdleMs: 60_000, derivedIdleMs: 60_000 },
      mcp: { serverInfo: { name: 'publishing', version: '1.0.0' } },
      access: { host: '127.0.0.1' },
      signIn: {
        tokens: [{ token: options.token, name: 'admin', role: 'admin', tenantId: null }],
        dataDirectory: null,
      },
    }),
  ],
})
class PublishingModule {}

process.on('disconnect', () => process.exit());

const app = await NestFactory.create(PublishingModule, { forceCloseConnections: true, logger: ['fatal'] });
await app.listen(0, '127.0.0.1');
const log = app.get(EventLog);
await reportHeld();
app.get(EventTail).batches.subscribe(({ events }) => reportCommitted(events));
const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
tell({ report: 'ready', origin: `http://127.0.0.1:${port}`, start: log.start, last: log.last });

let work = Promise.resolve();
process.on('message', (order: Order) => {
  work = work.then(() => follow(app, order));
});

async function follow(app: INestApplication, order: Order): Promise<void> {
  switch (order.order) {
    case 'publish':
      await publish(app.get(EventPublisher), order.calls, order.gait, order.padding);
      break;
    case 'save':
      await app.get(ProjectionKeeper).save();
      break;
    case 'stop':
      await app.close();
      tell({ report: 'done', start: log.start });
      return process.disconnect?.();
    default:
      order satisfies never;
  }
  tell({ report: 'done', start: log.start });
}

async function publish(
  publisher: EventPublisher,
  calls: number,
  gait: 'burst' | 'trickle',
  padding: number,
): Promise<void> {
  for (const end = nextCall + calls; nextCall < end; nextCall += 1) {
    for (const draft of draftsOfCall(nextCall, padding)) publisher.publish(draft);
    // Small batches: the live tail is bounded in batches, so it then reaches back over few events.
    if (gait === 'trickle') await log.flush();
  }
  await log.flush();
}

/** Reports the events of earlier processes that the log holds. */
async function reportHeld(): Promise<void> {
  for (let after = options.reportAfter as EventId; ;) {
    const page = await log.read({ after, limit: PAGE });
    reportCommitted(page);
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? after;
  }
}

function reportCommitted(events: readonly LoggedEvent[]): void {
  tell({ report: 'committed', events: events.map(({ event }) => recorded(event)), start: log.start });
}

function tell(report: Report): void {
  process.send?.(report);
}
