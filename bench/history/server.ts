import { EventLog, EventPublisher } from '#events';
import { startCrowsnest } from '../crowsnest-application.ts';
import { LongestTurn } from '../processes/longest-turn.ts';
import { takeCommands } from '../processes/commands.ts';
import { HISTORY_EVENTS, historyEvent, ONE_SESSION, SESSION_IDS, TENANT } from './history-event.ts';

/** Events published at a time, few enough for the log's queue. */
const PORTION = 10_000;

const [database = ''] = process.argv.slice(2);
const { app, port } = await startCrowsnest({ log: `sqlite:${database}` });
const publisher = app.get(EventPublisher);
const events = app.get(EventLog);
const turns = new LongestTurn();

/** Fills the log; resolves with the session to search for. */
async function fill(): Promise<string> {
  const client = { name: 'bench', version: '1' };
  const data = { origin: 'protocol', client, protocolVersion: '2025-11-25' } as const;
  for (const sessionId of [...SESSION_IDS, ONE_SESSION])
    publisher.publish({ type: 'session:open', sessionId, tenantId: TENANT, data });
  for (let number = 0; number < HISTORY_EVENTS; number += 1) {
    publisher.publish(historyEvent(number));
    if (number % PORTION === 0) await events.flush();
  }
  await events.flush();
  return ONE_SESSION;
}

takeCommands({
  port: () => port,
  fill,
  watchTurns: () => turns.watch(),
  longestTurnMs: () => turns.take(),
});
