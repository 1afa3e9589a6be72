import type { INestApplication } from '@nestjs/common';
import { SessionRegistry } from '#sessions';
import { Replays } from '../../../libs/mcp/legacy/replay/replays.ts';
import { AgentStream } from '../../support/agents/agent-stream.ts';
import { runningTimers, usedHeap } from '../../support/environment/heap.ts';
import { beginSession } from '../../support/agents/raw-mcp.ts';
import { RunningIntervals } from '../../support/environment/running-intervals.ts';
import { StoppedClock } from '../../support/environment/stopped-clock.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { startApplication } from '../../support/server/test-application.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';

const SESSIONS = 10_000;
const AT_ONCE = 50;

/**
 * The measured heap goes up and down by 3 MB: V8 drops compiled code that has not run between two collections, and compiles
 * it again. What so many sessions would leave behind is several times as much.
 */
const LEFT_BEHIND = 4_000;

/** Less than half of what a closed transport holds. */
const MOST_BYTES_LEFT = 2_500;

/** Timers of the client's connections, which do not belong to sessions. */
const OTHER_TIMERS = 10;

describe('sessions that agents open and abandon', () => {
  let app: INestApplication;
  let origin: string;
  let registry: SessionRegistry;

  beforeEach(async () => {
    ({ app, origin } = await startApplication([ScriptedTools], {
      // The memory for ended sessions and events is bounded, and full before the measurement begins.
      events: { log: 'memory:', maxEvents: 1_000 },
      sessions: { protocolIdleMs: 250, derivedIdleMs: 250 },
    }));
    registry = app.get(SessionRegistry);
  });

  afterEach(() => app.close());

  const open = async (count: number): Promise<void> => {
    for (let opened = 0; opened < count; opened += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, () => beginSession(origin)));
  };

  const allExpired = () =>
    waitUntil(() => registry.countOpen('default', 'protocol') === 0, {
      reason: 'every session has expired',
      timeoutMs: 60_000,
      seen: () => registry.countOpen('default', 'protocol'),
    });

  it(`leave no memory, timer or stored message behind after ${SESSIONS} of them`, async () => {
    await open(1_500);
    await allExpired();
    const [heap, timers] = [await usedHeap(), runningTimers()];
    await open(SESSIONS);
    await allExpired();
    expect(((await usedHeap()) - heap) / SESSIONS).toBeLessThan(MOST_BYTES_LEFT);
    expect(runningTimers()).toBeLessThanOrEqual(timers + OTHER_TIMERS);
    expect(app.get(Replays).bytes).toBe(0);
  }, 600_000);

  it('would exceed the measured memory if each left its transport behind', async () => {
    // The function that releases a session refers to its transport.
    const left: unknown[] = [];
    const openSession = registry.openSession.bind(registry);
    registry.openSession = (description, release) => {
      left.push(release);
      openSession(description, release);
    };
    await open(LEFT_BEHIND);
    await allExpired();
    expect(left).toHaveLength(LEFT_BEHIND);
    // What they hold is what is free without them: a reading from before may hold what others have left for a moment.
    const held = await usedHeap();
    left.length = 0;
    expect((held - (await usedHeap())) / LEFT_BEHIND).toBeGreaterThan(MOST_BYTES_LEFT);
  }, 600_000);

  it('take their streams and timers with them', async () => {
    const intervals = new RunningIntervals();
    const clock = new StoppedClock();
    const streams = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const headers = { accept: 'text/event-stream', 'mcp-session-id': await beginSession(origin) };
        return AgentStream.open(origin, { headers });
      }),
    );
    expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));
    // All of them are idle from now on.
    clock.restore();
    await Promise.all(streams.map((stream) => stream.ended()));
    expect(registry.countOpen('default', 'protocol')).toBe(0);
    expect(intervals.made).toBeGreaterThan(0);
    await waitUntil(() => intervals.count === 0, {
      reason: 'no interval of a stream runs',
      seen: () => intervals.count,
    });
    intervals.restore();
  });
});
