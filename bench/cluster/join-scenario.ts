import { setTimeout } from 'node:timers/promises';
import { ADMIN_TOKEN } from '../crowsnest-access.ts';
import type { BenchProcess } from '../processes/bench-process.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { startBroker } from './broker-process.ts';

const EVENTS = 1_000_000;
/** Enough for the events, and for those about the instances. */
const MAX_EVENTS = 1_100_000;
const POLL_MS = 20;
const JOIN = 'cluster.join_ms';

/** How long an instance takes to join, from the start of its process until its counters are those of the others. */
export const JOINING: Scenario = {
  rows: [
    {
      name: JOIN,
      unit: 'ms from the start of an instance to exact counters, 1,000,000 events in Redis',
      better: 'lower',
      target: 5_000,
    },
  ],
  ofThisHeadAlone: true,
  measure: measureJoining,
};

async function measureJoining(run: BenchRun): Promise<Samples> {
  const redis = await startBroker('redis', run.folder);
  const start = (): Promise<BenchProcess> =>
    run.start('cluster/joining-instance', redis.url, String(MAX_EVENTS));
  try {
    const reference = await start();
    const running = [reference, await start()];
    const begun = performance.now();
    await Promise.all(running.map((writer) => writer.call('fill', EVENTS / running.length)));
    run.note(`${EVENTS} events were published in ${(performance.now() - begun).toFixed(0)} ms`);
    const joins: number[] = [];
    for (let round = 0; round < run.rounds; round += 1) {
      joins.push(await joinMs(start, reference));
      await run.handOver();
    }
    for (const instance of running) await instance.stop();
    return { [JOIN]: joins };
  } finally {
    await redis.stop();
  }
}

/** Starts an instance, waits until it answers as the reference does after the same event, and stops it. */
async function joinMs(start: () => Promise<BenchProcess>, reference: BenchProcess): Promise<number> {
  const begun = performance.now();
  const joining = await start();
  while ((await statsOf(joining)) !== (await statsOf(reference))) await setTimeout(POLL_MS);
  const ms = performance.now() - begun;
  await joining.stop();
  return ms;
}

async function statsOf(instance: BenchProcess): Promise<string> {
  const url = `http://127.0.0.1:${await instance.call<number>('port')}/stats`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}`);
  return response.text();
}
