import { EventLog, EventPublisher } from '#events';
import { usePiece } from '../../pieces/piece-switch.ts';
import { startCrowsnest } from '../../crowsnest-application.ts';
import { benchEvent, SESSION_IDS, TENANT } from '../bench-event.ts';
import { takeStreamCommands } from './stream-commands.ts';

const [log = 'memory:', maxEvents] = process.argv.slice(2);
const { app, port } = await startCrowsnest({ log, maxEvents: maxEvents ? Number(maxEvents) : undefined });
const publisher = app.get(EventPublisher);
const events = app.get(EventLog);

// Events belong to open sessions, as in production.
const data = {
  origin: 'protocol',
  client: { name: 'bench', version: '1' },
  protocolVersion: '2025-11-25',
} as const;
for (const sessionId of SESSION_IDS)
  publisher.publish({ type: 'session:open', sessionId, tenantId: TENANT, data });
await events.flush();

await takeStreamCommands({
  port,
  publish: (number) => publisher.publish(benchEvent(number)),
  further: { flush: () => events.flush(), lastId: () => events.last, usePiece },
});
