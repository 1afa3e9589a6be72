import type { BenchProcess } from '../processes/bench-process.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import type { BrokerName } from './broker-process.ts';
import { startBroker } from './broker-process.ts';
import type { Told } from './told.ts';

const WRITERS = 2;
/** Fewer than a process keeps while they wait for the broker. */
const BURST = { count: 40_000, perTurn: 64 };
const PACE = { perSecond: 1_000, ms: 3_000 };

/** The processes that share a log. */
interface Cluster {
  writers: BenchProcess[];
  reader: BenchProcess;
}

/** A log that several processes share: two publish, and a third tells what it reads back. */
export const CLUSTERS: Scenario[] = [clusterOf('redis', 'Redis', 15), clusterOf('nats', 'NATS', 25)];

function clusterOf(broker: BrokerName, name: string, p99Target: number): Scenario {
  return {
    rows: [
      {
        name: `cluster.${broker}.events_per_s`,
        unit: `events/s published by two processes and told by a third, ${name}`,
        better: 'higher',
        target: 40_000,
      },
      {
        name: `cluster.${broker}.p99_ms`,
        unit: `ms from publication in one process until another tells it, 1,000 events/s, ${name}`,
        better: 'lower',
        target: p99Target,
      },
    ],
    ofThisHeadAlone: true,
    measure: (run) => measure(run, broker),
  };
}

async function measure(run: BenchRun, broker: BrokerName): Promise<Samples> {
  const server = await startBroker(broker, run.folder);
  try {
    const reader = await run.start('cluster/log-reader', server.url);
    const writers: BenchProcess[] = [];
    for (let index = 0; index < WRITERS; index += 1)
      writers.push(await run.startCrowsnest('stream/servers/crowsnest', server.url));
    const cluster = { writers, reader };
    // Warms up.
    await burst(cluster);
    const [rates, delays]: [number[], number[]] = [[], []];
    for (let round = 0; round < run.rounds; round += 1) {
      rates.push(await burst(cluster));
      delays.push(await paced(cluster));
      await run.handOver();
    }
    for (const process of [...writers, reader]) await process.stop();
    return { [`cluster.${broker}.events_per_s`]: rates, [`cluster.${broker}.p99_ms`]: delays };
  } finally {
    await server.stop();
  }
}

/** Events per second that the reader tells while all writers publish. */
async function burst({ writers, reader }: Cluster): Promise<number> {
  const total = BURST.count * writers.length;
  const publishing = writers.map((writer) => writer.call('all', BURST));
  const { ms } = complete(await reader.call<Told>('told', total));
  await Promise.all(publishing);
  return (total / ms) * 1_000;
}

/** The delay from one writer to the reader, in milliseconds. */
async function paced({ writers: [writer], reader }: Cluster): Promise<number> {
  const publishing = writer?.call('paced', PACE);
  const { p99Ms } = complete(await reader.call<Told>('told', (PACE.perSecond * PACE.ms) / 1_000));
  await publishing;
  return p99Ms;
}

function complete(told: Told): Told {
  if (!told.isComplete) throw new Error('Some events were not told, told twice, or told out of order');
  return told;
}
