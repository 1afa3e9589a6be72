import { rename, writeFile, rm } from 'node:fs/promises';
import { compareEventIds, type EventId } from '#contract';
import { createEventLog, type EventBatch } from '#events';
import { BrokerEventLog } from '../support/log-engines/broker-event-log.ts';
import { describeEngine } from '../support/log-engines/engine-suite.ts';
import { FakeBroker } from '../support/log-engines/fake-broker.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

describeEngine('memory', async () => ({
  create: (retention) => createEventLog('memory:', retention),
  keepsHistory: false,
  keepsStates: true,
  remove: async () => undefined,
}));

describeEngine('SQLite', async () => {
  const path = `${await temporaryFolder()}/events.db`;
  return {
    create: (retention) => createEventLog(`sqlite:${path}`, retention),
    keepsHistory: true,
    keepsStates: true,
    interrupt: async () => {
      await rename(path, `${path}.moved`);
      await writeFile(path, 'somebody else');
      return () => rm(path);
    },
    remove: async () => undefined,
  };
});

describeEngine('a broker that orders events elsewhere', async () => {
  const broker = new FakeBroker();
  return {
    create: (retention) => new BrokerEventLog(broker, retention?.maxEvents),
    keepsHistory: true,
    interrupt: async () => {
      broker.isAway = true;
      return async () => void (broker.isAway = false);
    },
    remove: async () => undefined,
  };
});

describe('two processes over one broker', () => {
  it('each deliver the events of both, in the same order', async () => {
    const broker = new FakeBroker();
    const logs = [new BrokerEventLog(broker), new BrokerEventLog(broker)];
    const delivered: EventId[][] = logs.map(() => []);
    for (const [index, log] of logs.entries()) {
      await log.open();
      log.follow({
        committed: ({ events }: EventBatch) => delivered[index]?.push(...events.map(({ id }) => id)),
        publish: () => undefined,
        findSession: () => undefined,
        refused: () => undefined,
      });
    }
    for (let n = 0; n < 300; n += 1)
      logs[n % 2]?.append({
        type: 'tool:start',
        sessionId: 's',
        tenantId: 't',
        timestamp: new Date().toISOString(),
        data: { callId: `call-${n}`, tool: 'search' },
      });
    await waitUntil(() => delivered.every((ids) => ids.length === 300), {
      reason: 'both processes have told all events',
      seen: () => delivered.map((ids) => ids.length),
    });
    expect(delivered[0]).toEqual(delivered[1]);
    expect(delivered[0]).toEqual(delivered[0]?.toSorted(compareEventIds));
    for (const log of logs) await log.close();
  });
});
