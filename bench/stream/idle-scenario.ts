import { openFileLimit } from '../processes/open-file-limit.ts';
import { inTurns } from '../rounds.ts';
import { median } from '../row.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { StreamStage } from './stream-stage.ts';

const SUBSCRIBERS = 5_000;
/** Subscribers that connect before the measurement, so that one-time allocations of the server do not count. */
const FIRST = 100;
/** Files that a process opens besides the sockets of its subscribers. */
const OTHER_FILES = 200;
/** Each round has new servers and the figure hardly varies, so two rounds are as good as five. */
const ROUNDS = 2;

const OURS = 'idle.kb_per_subscriber';
const MORE = 'idle.kb_vs_nest';

/** Heap and external memory of a subscriber that gets no events, after a garbage collection. */
export const IDLE_SUBSCRIBERS: Scenario = {
  rows: [
    { name: OURS, unit: 'KB per subscriber, of 5,000', better: 'lower', target: 22 },
    { name: MORE, unit: 'KB per subscriber more than plain Nest', better: 'lower', target: 2 },
  ],
  measure: measureIdle,
};

async function measureIdle(run: BenchRun): Promise<Samples> {
  const count = Math.min(SUBSCRIBERS, openFileLimit() - OTHER_FILES);
  if (count < SUBSCRIBERS) run.note(`the system allows ${count} subscribers here, not ${SUBSCRIBERS}`);
  const peers = ['crowsnest', 'nest'] as const;
  const kilobytes = await inTurns({ ...run, rounds: Math.min(run.rounds, ROUNDS) }, peers, async (peer) => {
    const stage = await StreamStage.open(run, peer, FIRST);
    const before = await stage.server.call('retainedBytes');
    await stage.connect(count - FIRST);
    const grown = (await stage.server.call('retainedBytes')) - before;
    await stage.close();
    return grown / (count - FIRST) / 1_024;
  });
  for (const peer of peers) run.note(`an idle subscriber, ${peer}: ${median(kilobytes[peer]).toFixed(1)} KB`);
  const more = kilobytes.crowsnest.map((kb, round) => kb - (kilobytes.nest[round] ?? NaN));
  return { [OURS]: kilobytes.crowsnest, [MORE]: more };
}
