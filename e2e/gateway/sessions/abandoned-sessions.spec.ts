import { resolve } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { UpstreamRegistry } from '#gateway';
import { SessionRegistry } from '#sessions';
import { beginSession, sendRaw } from '../../support/agents/raw-mcp.ts';
import { usedHeap } from '../../support/environment/heap.ts';
import { processesBelow } from '../../support/environment/processes.ts';
import { StoppedClock } from '../../support/environment/stopped-clock.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { ScriptedTools } from '../../support/handlers/scripted-tools.ts';
import { startApplication } from '../../support/server/test-application.ts';

/** Sessions over HTTP, and over stdio, where each has a process. A round of the soak opens many more. */
const { SESSIONS = '300', PROCESSES = '20' } = process.env;
const AT_ONCE = 50;

/** A session holds ten times as much on either side of the gateway. Some kilobytes of a few hundred sessions are noise. */
const MOST_BYTES_LEFT = 5_000;

const SMALL_SERVER = { command: '/bin/sh', args: [resolve('e2e/support/gateway/small-server.sh')] };

/** What this process has open, by kind. Timers come and go. */
function openHandles(): Record<string, number> {
  const kinds = process.getActiveResourcesInfo().filter((kind) => !/^(Timeout|Immediate)$/.test(kind));
  const byKind = Map.groupBy(kinds, (kind) => kind);
  return Object.fromEntries(Array.from(byKind, ([kind, all]) => [kind, all.length]));
}

describe('sessions that agents open through the gateway and abandon', () => {
  let gateway: INestApplication;
  let origin: string;
  const apps: INestApplication[] = [];

  const start = async (...setup: Parameters<typeof startApplication>) => {
    const started = await startApplication(...setup);
    apps.unshift(started.app);
    return started;
  };
  const startGateway = async (upstream: object, protocolIdleMs: number): Promise<void> => {
    ({ app: gateway, origin } = await start([], {
      standalone: true,
      upstreams: { notes: { era: 'legacy', ...upstream } as never },
      events: { log: 'memory:', maxEvents: 1_000 },
      sessions: { protocolIdleMs, derivedIdleMs: protocolIdleMs },
    }));
  };
  const begin = async (): Promise<void> => {
    const headers = { 'mcp-session-id': await beginSession(origin) };
    await sendRaw(origin, { jsonrpc: '2.0', method: 'notifications/initialized' }, { headers });
  };
  const open = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, begin));
  };
  const openSessions = (): number =>
    apps.reduce((sum, app) => sum + app.get(SessionRegistry).countOpen('default', 'protocol'), 0) +
    (gateway.get(UpstreamRegistry).get('notes')?.use(null).sessions ?? 0);
  const allOver = () =>
    waitUntil(() => openSessions() === 0, {
      reason: 'every session is over, here and at the upstream',
      timeoutMs: 120_000,
      seen: openSessions,
    });

  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  it(`leave no session of the upstream, handle or memory behind after ${SESSIONS} of them over HTTP`, async () => {
    const upstream = await start([ScriptedTools], { events: { log: 'memory:', maxEvents: 1_000 } });
    await startGateway({ url: `${upstream.origin}/mcp` }, 250);
    // The memory for ended sessions is full then.
    await open(1_100);
    await allOver();
    const [heap, handles] = [await usedHeap(), openHandles()];
    await open(Number(SESSIONS));
    await allOver();
    await waitUntil(
      () => Object.entries(openHandles()).every(([kind, count]) => count <= (handles[kind] ?? 0)),
      {
        reason: `no more is open than ${JSON.stringify(handles)}`,
        seen: openHandles,
      },
    );
    // One reading holds what the last answers have left for a moment.
    let left = Infinity;
    const isFree = async (): Promise<boolean> =>
      (left = ((await usedHeap()) - heap) / Number(SESSIONS)) < MOST_BYTES_LEFT;
    await waitUntil(isFree, { reason: 'the memory is free again', timeoutMs: 60_000, seen: () => left });
    expect(left).toBeLessThan(MOST_BYTES_LEFT);
  }, 600_000);

  it(`leave no process or handle behind after ${PROCESSES} of them over stdio`, async () => {
    // All are open at the same time, because none is idle until the clock goes on.
    const clock = new StoppedClock();
    await startGateway(SMALL_SERVER, 250);
    const [processes, handles] = [processesBelow(process.pid).length, openHandles()];
    await open(Number(PROCESSES));
    // What watches over them is one more.
    expect(processesBelow(process.pid)).toHaveLength(processes + Number(PROCESSES) + 1);
    clock.restore();
    await allOver();
    await waitUntil(() => processesBelow(process.pid).length === processes, {
      reason: 'every process has ended',
      seen: () => processesBelow(process.pid),
    });
    await waitUntil(
      () => Object.entries(openHandles()).every(([kind, count]) => count <= (handles[kind] ?? 0)),
      {
        reason: `no more is open than ${JSON.stringify(handles)}`,
        seen: openHandles,
      },
    );
  }, 600_000);
});
