import { setTimeout as delay } from 'node:timers/promises';
import { EventLog, EventPublisher } from '#events';
import { startCrowsnest } from '../crowsnest-application.ts';
import { takeCommands } from '../processes/commands.ts';
import { ConsoleCalls, largeCall, openSessions } from './console-calls.ts';

/** Milliseconds between two portions of events. */
const TURN_MS = 4;

const [database = ''] = process.argv.slice(2);
const { app, port } = await startCrowsnest({ log: `sqlite:${database}` });
const publisher = app.get(EventPublisher);
const events = app.get(EventLog);
const calls = new ConsoleCalls();
for (const event of openSessions()) publisher.publish(event);
await events.flush();

/** Publishes calls evenly over time. */
async function publish({ perSecond, ms }: { perSecond: number; ms: number }): Promise<void> {
  const begun = performance.now();
  const total = Math.round((perSecond * ms) / 1_000);
  for (let published = 0; published < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) * perSecond) / 1_000));
    for (; published < due; published += 1) publisher.publish(calls.next());
    await delay(TURN_MS);
  }
}

/** Publishes a call with a result of 1 MB. */
async function publishLargeCall(): Promise<void> {
  const rows = Array.from({ length: 9_000 }, (_, number) => ({
    number,
    text: 'a line of the large result '.repeat(3),
  }));
  for (const event of largeCall({ rows })) publisher.publish(event);
  await events.flush();
}

takeCommands({ port: () => port, publish, publishLargeCall });
