import { readStats } from '../support/server/admin-api.ts';
import { StreamChaos } from '../support/chaos/stream-chaos.ts';
import { SEED, seededRandom } from '../support/environment/random.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';

// `npm run soak -- --chaos 80` sets ROUNDS for the long run.
const rounds = Number(process.env['ROUNDS'] ?? 3);
const LONG_MS = 240_000 + rounds * 20_000;

describe.each(['memory:', 'sqlite:'])('a stream over %s under kills, stalls and cuts', (engine) => {
  let chaos: StreamChaos;

  afterEach(() => chaos.end());

  it(
    'sends each subscriber every event that its filter matches, or a gap',
    async () => {
      const log = engine === 'memory:' ? engine : `sqlite:${await temporaryFolder()}/events.db`;
      const bounds = { rounds, subscribers: 8, orders: 3, maxEvents: 2_000 };
      chaos = new StreamChaos(seededRandom(SEED), log, bounds);
      const { origin } = await chaos.run();
      expect(chaos.faults).toEqual([]);

      const { totalToolCalls } = await readStats(origin);
      const held = engine === 'memory:' ? chaos.sinceStart : chaos.record.events;
      expect(totalToolCalls).toBe(held.filter(({ type }) => type === 'tool:start').length);
      report(engine, chaos);
    },
    LONG_MS,
  );
});

/** Prints what happened in a long run. */
function report(engine: string, { counts, record }: StreamChaos): void {
  if (process.env['ROUNDS'] === undefined) return;
  const { kills, stops, connections, told, gaps, refused } = counts;
  process.stdout.write(
    `${engine} seed ${SEED}: ${kills} kills, ${stops} orderly ends, ${record.events.length} events, ` +
      `${connections} connections, ${told} events told, ${gaps} gaps, ${refused} malformed ids refused\n`,
  );
}
