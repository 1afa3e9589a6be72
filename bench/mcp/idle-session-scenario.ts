import { join } from 'node:path';
import type { BenchProcess } from '../processes/bench-process.ts';
import { inTurns, ratios } from '../rounds.ts';
import { median } from '../row.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';

/** Sessions that are opened before the measurement, so that one-time allocations of the server do not count. */
const FIRST_SESSIONS = 200;
const SESSIONS = 2_000;
/** Each round has new servers and the figure hardly varies, so two rounds are as good as five. */
const ROUNDS = 2;

type Contestant = 'crowsnest' | 'sdk';

/** Heap and external memory of an unused session, after a garbage collection. */
export const IDLE_SESSIONS: Scenario = {
  rows: [
    { name: 'session.idle.kb', unit: 'KB per session', better: 'lower' },
    { name: 'session.idle.vs_sdk', unit: 'ratio of KB per session', better: 'lower' },
  ],
  measure: measureIdleSessions,
};

async function measureIdleSessions(run: BenchRun): Promise<Samples> {
  const agents = await run.start('mcp/load/agents');
  const contestants: Contestant[] = ['crowsnest', 'sdk'];
  const rounds = Math.min(run.rounds, ROUNDS);
  const kilobytes = await inTurns({ ...run, rounds }, contestants, async (name, round) => {
    const server = await startServer(run, name, round);
    const port = await server.call<number>('port');
    await agents.call('openSessions', { port, count: FIRST_SESSIONS });
    const before = await server.call('retainedBytes');
    await agents.call('openSessions', { port, count: SESSIONS });
    const grown = (await server.call('retainedBytes')) - before;
    await server.stop();
    return grown / SESSIONS / 1_024;
  });
  const { crowsnest, sdk } = kilobytes;
  run.note(`an idle session: ${median(crowsnest).toFixed(1)} KB, bare SDK ${median(sdk).toFixed(1)} KB`);
  return { 'session.idle.kb': crowsnest, 'session.idle.vs_sdk': ratios(crowsnest, sdk) };
}

function startServer(run: BenchRun, name: Contestant, round: number): Promise<BenchProcess> {
  if (name === 'sdk') return run.start('mcp/servers/sdk-legacy');
  return run.startCrowsnest('mcp/servers/crowsnest', join(run.folder, `idle-${round}.db`));
}
