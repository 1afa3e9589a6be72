import { EventLog } from '#events';
import { startCrowsnest } from '../crowsnest-application.ts';
import { takeCommands } from '../processes/commands.ts';
import { LongestTurn } from '../processes/longest-turn.ts';
import { history } from './history.ts';

/** Events appended at a time, few enough for the log's queue. */
const PORTION = 10_000;

const [database = ''] = process.argv.slice(2);
const { app, port } = await startCrowsnest({ log: `sqlite:${database}` });
const log = app.get(EventLog);
const turns = new LongestTurn();

async function fill(count: number): Promise<void> {
  let appended = 0;
  for (const event of history(count)) {
    log.append(event);
    appended += 1;
    if (appended % PORTION === 0) await log.flush();
  }
  await log.flush();
}

takeCommands({
  port: () => port,
  fill,
  extent: () => ({ first: Number(log.start), last: Number(log.last) }),
  watchTurns: () => turns.watch(),
  longestTurnMs: () => turns.take(),
});
