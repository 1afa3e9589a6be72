import { join } from 'node:path';
import type { BenchProcess } from '../processes/bench-process.ts';
import { inTurns, median, medianRatio } from '../rounds.ts';
import type { BenchRun, Figures, Scenario } from '../scenario.ts';

/** Sessions that are opened before, for what a server makes once. */
const FIRST_SESSIONS = 200;
const SESSIONS = 2_000;
/** Fresh servers each time, and a figure that hardly moves: two rounds tell as much as five. */
const ROUNDS = 2;

type Contestant = 'crowsnest' | 'sdk';

/** What a session costs that nobody uses: heap and external memory, after a collection. */
export const IDLE_SESSIONS: Scenario = {
  rows: [
    { name: 'session.idle.kb', unit: 'KB a session' },
    { name: 'session.idle.vs_sdk', unit: 'ratio of KB a session' },
  ],
  measure: measureIdleSessions,
};

async function measureIdleSessions(run: BenchRun): Promise<Figures> {
  const agents = await run.start('mcp/load/agents');
  const contestants: Contestant[] = ['crowsnest', 'sdk'];
  const kilobytes = await inTurns(contestants, Math.min(run.rounds, ROUNDS), async (name, round) => {
    const server = await startServer(run, name, round);
    const port = await server.call<number>('port');
    await agents.call('openSessions', { port, count: FIRST_SESSIONS });
    const before = await server.call('retainedBytes');
    await agents.call('openSessions', { port, count: SESSIONS });
    const grown = (await server.call('retainedBytes')) - before;
    await server.stop();
    return grown / SESSIONS / 1_024;
  });
  run.note(
    `an idle session: ${median(kilobytes.crowsnest).toFixed(1)} KB, bare SDK ${median(kilobytes.sdk).toFixed(1)} KB`,
  );
  return {
    'session.idle.kb': median(kilobytes.crowsnest),
    'session.idle.vs_sdk': medianRatio(kilobytes.crowsnest, kilobytes.sdk),
  };
}

function startServer(run: BenchRun, name: Contestant, round: number): Promise<BenchProcess> {
  if (name === 'sdk') return run.start('mcp/servers/sdk-legacy');
  return run.start('mcp/servers/crowsnest', 'on', join(run.folder, `idle-${round}.db`));
}
