import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StatsSnapshot } from '#contract';
import { connectLegacyClient, connectModernClient } from '#testing';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { ConsumerServer } from './consumer-server.ts';
import { run, type Place } from './run.ts';

/** The test that `nest new` wrote, and the four of examples/testing. */
export const ALL_PASSED = /Tests:? +5 passed/;

/** What {@link callsOf} resolves with when the application works. */
export const ANSWERED = {
  answers: [
    { status: 'shipped', items: 3 },
    { status: 'shipped', items: 3 },
  ],
  stats: expect.objectContaining({ totalToolCalls: 2, errorCount: 0 }),
};

/** What {@link suiteAndCalls} resolves with when the application works. */
export const WORKING = { suite: expect.stringMatching(ALL_PASSED), ...ANSWERED };

/** Runs the suite of the application, and its calls. */
export async function suiteAndCalls(place: Place): Promise<object> {
  const suite = await run(place, 'npx', ['vitest', 'run']);
  return { suite, ...(await callsOf(place)) };
}

/** Builds and starts the application, and calls its tool as an agent of each era. */
export async function callsOf(place: Place): Promise<object> {
  await run(place, 'npx', ['nest', 'build']);
  await rm(join(place.folder, '.crowsnest'), { recursive: true, force: true }); // The history of the run before.
  const server = await ConsumerServer.start(place, 'node', ['dist/main.js']);
  const answers: unknown[] = [];
  for (const connect of [connectLegacyClient, connectModernClient]) {
    const agent = await connect(server.origin);
    const { structuredContent } = await agent.callTool({ name: 'get_order', arguments: { number: 'A-1' } });
    answers.push(structuredContent);
    await agent.close();
  }
  const headers = { cookie: await server.signIn() };
  // The log commits the end of a call shortly after its answer.
  const stats = await waitUntil(
    async () => {
      const response = await fetch(`${server.origin}/stats`, { headers });
      const counted = (await response.json()) as StatsSnapshot;
      return counted.totalToolCalls >= 2 && counted.toolCallsInFlight === 0 && counted;
    },
    { reason: 'both calls are counted and have ended' },
  );
  await server.stop();
  return { answers, stats };
}
