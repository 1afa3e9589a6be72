import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { freePort, startBroker } from './broker-process.ts';
import type { CallsAt } from './caller.ts';

const WARM_UP_CALLS = 1_000;
const CALLS = 500;

/** What a call takes longer when it reaches another instance than the owner of its session. */
export const FORWARDING: Scenario = {
  rows: [
    {
      name: 'cluster.forward.added_ms_p50',
      unit: 'ms that a call through the wrong instance takes longer, medians',
      better: 'lower',
      target: 2,
    },
  ],
  ofThisHeadAlone: true,
  measure: measureForwarding,
};

async function measureForwarding(run: BenchRun): Promise<Samples> {
  const redis = await startBroker('redis', run.folder);
  try {
    const [owner, other] = [await freePort(), await freePort()];
    const members = await Promise.all(
      [owner, other].map((port) => run.start('cluster/member', redis.url, String(port))),
    );
    const caller = await run.start('cluster/caller');
    const sessionId = await caller.call<string>('beginSession', owner);
    const medianAt = (port: number, count: number): Promise<number> =>
      caller.call('callOneByOne', { port, sessionId, count } satisfies CallsAt);
    for (const port of [owner, other]) await medianAt(port, WARM_UP_CALLS);
    const added: number[] = [];
    for (let round = 0; round < run.rounds; round += 1) {
      const direct = await medianAt(owner, CALLS);
      const forwarded = await medianAt(other, CALLS);
      run.note(`at the owner ${direct.toFixed(2)} ms, through another ${forwarded.toFixed(2)} ms`);
      added.push(forwarded - direct);
      await run.handOver();
    }
    for (const member of members) await member.stop();
    return { 'cluster.forward.added_ms_p50': added };
  } finally {
    await redis.stop();
  }
}
