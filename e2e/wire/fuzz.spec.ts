import type { INestApplication } from '@nestjs/common';
import { collectEvents, unpairedCalls, type EventCollection } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { beginSession, sendModern } from '../support/agents/raw-mcp.ts';
import { SEED, seededRandom } from '../support/environment/random.ts';
import type { Mutant } from '../support/fuzz/mutant.ts';
import { mutantOf, soundMutantOf } from '../support/fuzz/mutations.ts';
import { realRequest } from '../support/fuzz/real-requests.ts';
import { sendMutant } from '../support/fuzz/send-mutant.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { FuzzedHandlers } from '../support/handlers/fuzzed-handlers.ts';
import { startApplication } from '../support/server/test-application.ts';

const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 100);

/** Requests of one round, which share a session and are sent at the same time. */
const AT_ONCE = 12;

/** A fault as a failure shows it: what was sent, and what happened. */
function shown({ method, headers, body, parts }: Mutant, outcome: unknown): object {
  return { outcome, method, headers, body: body?.toString('latin1').slice(0, 500), parts };
}

describe('requests of both eras', () => {
  let app: INestApplication;
  let origin: string;
  let record: EventCollection;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    ({ app, origin } = await startApplication([FuzzedHandlers]));
    record = collectEvents(app);
  });

  afterAll(async () => {
    process.off('unhandledRejection', note);
    await app.close();
  });

  it('are all accepted while they are valid', async () => {
    const random = seededRandom(SEED);
    const sessionId = await beginSession(origin);
    const refused: object[] = [];
    for (let sent = 0; sent < 100; sent += 1) {
      const mutant = soundMutantOf(realRequest(random, sessionId));
      const status = await sendMutant(origin, mutant);
      if (status !== 200 && status !== 202) refused.push(shown(mutant, status));
    }
    expect(refused).toEqual([]);
  });

  it(
    'get no server error when they are broken at random, and end every call that they begin',
    async () => {
      const faults: object[] = [];
      for (let round = 0; round < rounds && faults.length === 0; round += 1) {
        const random = seededRandom(SEED * 1_000_003 + round);
        const sessionId = await beginSession(origin);
        const mutants = Array.from({ length: AT_ONCE }, () =>
          mutantOf(realRequest(random, sessionId), random),
        );
        const send = async (mutant: Mutant): Promise<void> => {
          try {
            const status = await sendMutant(origin, mutant);
            if (status !== undefined && status >= 500) faults.push(shown(mutant, status));
          } catch (error) {
            faults.push(shown(mutant, error));
          }
        };
        await Promise.all(mutants.map(send));
      }
      expect(faults).toEqual([]);
      const { body } = await sendModern(origin, 'tools/call', { name: 'echo', arguments: { a: 1 } });
      expect(body?.result).toMatchObject({ structuredContent: { a: 1 } });
      await awaitEvent(record, 'tool:done', { where: ({ data }) => data.tool === 'echo' });
      const reason = 'every call has its one end';
      await waitUntil(() => unpairedCalls(record.events).length === 0, {
        reason,
        seen: () => unpairedCalls(record.events),
      });
      expect(unhandled).toEqual([]);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
    240_000 + rounds * 1_000,
  );
});
