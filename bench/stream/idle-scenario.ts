import { openFileLimit } from '../processes/open-file-limit.ts';
import { inTurns, median } from '../rounds.ts';
import type { BenchRun, Figures, Scenario } from '../scenario.ts';
import { StreamStage } from './stream-stage.ts';

const SUBSCRIBERS = 5_000;
/** Subscribers that connect before, for what a server makes once. */
const FIRST = 100;
/** Files that a process has open besides its subscribers. */
const OTHER_FILES = 200;
/** Fresh servers each time, and a figure that hardly moves: two rounds tell as much as five. */
const ROUNDS = 2;

const OURS = 'idle.kb_per_subscriber';
const MORE = 'idle.kb_vs_nest';

/** What a subscriber holds to whom nothing is sent: heap and external memory, after a collection. */
export const IDLE_SUBSCRIBERS: Scenario = {
  rows: [
    { name: OURS, unit: 'KB a subscriber, of 5,000', target: '<= 28' },
    { name: MORE, unit: 'KB a subscriber more than plain Nest', target: '<= 2' },
  ],
  measure: measureIdle,
};

async function measureIdle(run: BenchRun): Promise<Figures> {
  const count = Math.min(SUBSCRIBERS, openFileLimit() - OTHER_FILES);
  if (count < SUBSCRIBERS) run.note(`the system allows ${count} subscribers here, not ${SUBSCRIBERS}`);
  const peers = ['crowsnest', 'nest'] as const;
  const kilobytes = await inTurns(peers, Math.min(run.rounds, ROUNDS), async (peer) => {
    const stage = await StreamStage.open(run, peer, FIRST);
    const before = await stage.server.call('retainedBytes');
    await stage.connect(count - FIRST);
    const grown = (await stage.server.call('retainedBytes')) - before;
    await stage.close();
    return grown / (count - FIRST) / 1_024;
  });
  for (const peer of peers) run.note(`an idle subscriber, ${peer}: ${median(kilobytes[peer]).toFixed(1)} KB`);
  const more = kilobytes.crowsnest.map((kb, round) => kb - (kilobytes.nest[round] ?? NaN));
  return { [OURS]: median(kilobytes.crowsnest), [MORE]: median(more) };
}
