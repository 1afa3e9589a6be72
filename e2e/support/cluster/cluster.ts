import type { CrowsnestEvent, InstanceList, InstanceView, StatsSnapshot } from '#contract';
import { callRequest, beginSession, sendRaw, type RawAnswer } from '../agents/raw-mcp.ts';
import { waitUntil } from '../environment/wait-until.ts';
import { asAdmin, readAll, readStats } from '../server/admin-api.ts';
import { freePort, ServerProcess } from '../server/server-process.ts';

/** Milliseconds within which the others must have ended what a lost instance has left open, with time for a busy machine. */
const LOST_MS = 60_000;

/** An agent with a session, and a call of it that does not end by itself. */
export interface HeldAgent {
  sessionId: string;
  /** The answer to the call; undefined when its connection broke. */
  answer: Promise<RawAnswer | undefined>;
}

/** Starts an instance whose calls of `hold` do not end by themselves. */
export async function startInstance(log: string): Promise<ServerProcess> {
  const main = 'dist/e2e/support/cluster/holding-instance.js';
  return ServerProcess.start(await freePort(), { CROWSNEST_LOG: log }, { main });
}

/** Begins a session with a call; resolves once the counters of all instances have the call. */
export async function holdCall({ origin }: ServerProcess, all: readonly ServerProcess[]): Promise<HeldAgent> {
  const before = (await readStats(origin)).totalToolCalls;
  const sessionId = await beginSession(origin);
  const headers = { 'mcp-session-id': sessionId };
  const answer = sendRaw(origin, callRequest('hold'), { headers }).catch(() => undefined);
  for (const instance of all)
    await untilStats(instance, ({ totalToolCalls }) => totalToolCalls > before, 'the call has begun');
  return { sessionId, answer };
}

/** The instances that are up, according to one of them. */
export async function instancesOf({ origin }: { origin: string }): Promise<InstanceView[]> {
  const response = await asAdmin(origin, '/instances');
  return ((await response.json()) as InstanceList).instances;
}

/** Waits until the snapshot of an instance is as expected. */
export function untilStats(
  { origin }: ServerProcess,
  isReached: (stats: StatsSnapshot) => boolean,
  reason: string,
): Promise<unknown> {
  const check = async () => isReached(await readStats(origin));
  return waitUntil(check, { reason, timeoutMs: LOST_MS, seen: () => origin });
}

/** Every event of the log, as one instance tells it. */
export function eventsOf({ origin }: ServerProcess): Promise<CrowsnestEvent[]> {
  return readAll(origin, '0');
}

/** The events of one type. */
export function typed<T extends CrowsnestEvent['type']>(events: readonly CrowsnestEvent[], type: T) {
  return events.filter((event): event is Extract<CrowsnestEvent, { type: T }> => event.type === type);
}
