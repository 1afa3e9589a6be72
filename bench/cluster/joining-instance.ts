import { EventLog } from '#events';
import { startCrowsnest } from '../crowsnest-application.ts';
import { takeCommands } from '../processes/commands.ts';
import { history } from '../stats/history.ts';

/** Events appended at a time, few enough for the log's queue. */
const PORTION = 10_000;

const [url = '', maxEvents] = process.argv.slice(2);
const { app, port } = await startCrowsnest({ log: url, maxEvents: Number(maxEvents) });
const log = app.get(EventLog);

/** Appends calls of the last day. */
async function fill(count: number): Promise<void> {
  let appended = 0;
  for (const event of history(count)) {
    log.append(event);
    appended += 1;
    if (appended % PORTION === 0) await log.flush();
  }
  await log.flush();
}

takeCommands({ port: () => port, fill });
