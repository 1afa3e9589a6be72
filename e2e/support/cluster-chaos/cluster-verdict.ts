import { isDeepStrictEqual } from 'node:util';
import type { CrowsnestEvent, EventId } from '#contract';
import { unpairedCalls } from '#testing';
import { EventRecordBook } from '../chaos/event-record-book.ts';
import { recorded } from '../chaos/recorded.ts';
import { faultOf } from '../chaos/stream-verdict.ts';
import { callsIn, callsOf, countByTool } from '../mixed-calls/known-call.ts';
import { readAll, readStats } from '../server/admin-api.ts';
import type { HoppingAgent } from './hopping-agent.ts';
import type { HoppingSubscriber } from './hopping-subscriber.ts';

/** Who is judged, once all is quiet. */
export interface Judged {
  origins: readonly string[];
  agents: readonly HoppingAgent[];
  subscribers: readonly HoppingSubscriber[];
}

/** A record of the events in a log. */
export function bookOf(events: readonly CrowsnestEvent[]): EventRecordBook {
  const record = new EventRecordBook();
  record.add(events.map(recorded));
  return record;
}

/** All that is wrong about a cluster at rest. `events` are those of its log, as the first instance tells them. */
export async function judge(
  { origins, agents, subscribers }: Judged,
  events: readonly CrowsnestEvent[],
): Promise<string[]> {
  const [first = '', ...others] = origins;
  const faults = [
    ...agents.flatMap((agent) => faultsOfAgent(agent, events)),
    ...unpairedCalls(events).map((call) => `the log has ${call}`),
    ...faultsOfSessions(events),
    ...faultsOfStreams(subscribers, events),
    ...(await faultsOfCounters(first, events)),
  ];
  const stats = await readStats(first);
  for (const other of others) {
    if (!isDeepStrictEqual(await readAll(other, '0'), events)) faults.push(`${other} has another history`);
    const theirs = await readStats(other);
    if (!isDeepStrictEqual(theirs, stats))
      faults.push(`${other} has other counters: ${JSON.stringify(theirs)} and not ${JSON.stringify(stats)}`);
  }
  return faults;
}

/** No call was executed twice, and each had an answer or an error. */
function faultsOfAgent({ name, counts, faults }: HoppingAgent, events: readonly CrowsnestEvent[]): string[] {
  const logged = callsOf(name, events).length;
  return logged > counts.calls
    ? [...faults, `${name} made ${counts.calls} calls, and ${logged} were logged`]
    : faults;
}

function faultsOfSessions(events: readonly CrowsnestEvent[]): string[] {
  const steps = new Map<string, string[]>();
  for (const { type, sessionId } of events)
    if (type.startsWith('session:')) steps.set(sessionId, [...(steps.get(sessionId) ?? []), type]);
  return Array.from(steps, ([sessionId, types]) => `session ${sessionId}: ${types.join(' ')}`).filter(
    (taken) => !/: session:open( session:(close|expired))?$/.test(taken),
  );
}

function faultsOfStreams(
  subscribers: readonly HoppingSubscriber[],
  events: readonly CrowsnestEvent[],
): string[] {
  const record = bookOf(events);
  const countLost = (after: string, upTo: string): number =>
    numberOf(upTo) - numberOf(after) - record.count(after, {}, upTo);
  const bounds = { earliest: '0', latest: '0', countLost };
  return subscribers.flatMap(({ connections, filter }, index) =>
    connections
      .map((one) => faultOf(one, record, bounds))
      .filter((fault) => fault !== undefined)
      .map((fault) => `subscriber ${index} with ${JSON.stringify(filter)}: ${fault}`),
  );
}

/** An id of a broker ends with the number of its event, and these have no holes but what was lost. */
function numberOf(id: string): number {
  return Number(id.split('-')[1] ?? 0);
}

async function faultsOfCounters(origin: string, events: readonly CrowsnestEvent[]): Promise<string[]> {
  const { asOf, totalToolCalls, errorCount, toolCallsInFlight, activeSessions, tools } =
    await readStats(origin);
  const calls = callsIn(events);
  const count = (pattern: RegExp): number => events.filter(({ type }) => pattern.test(type)).length;
  const counted = {
    asOf: events.at(-1)?.id ?? ('0' as EventId),
    totalToolCalls: calls.length,
    errorCount: calls.filter(({ end }) => end !== 'done').length,
    toolCallsInFlight: 0,
    activeSessions: count(/^session:open$/) - count(/^session:(close|expired)$/),
    tools: countByTool(calls),
  };
  const told = Object.entries(tools).map(([name, { calls: all, errors }]) => [name, { calls: all, errors }]);
  const said = {
    asOf,
    totalToolCalls,
    errorCount,
    toolCallsInFlight,
    activeSessions,
    tools: Object.fromEntries(told) as object,
  };
  return isDeepStrictEqual(said, counted)
    ? []
    : [`${origin} counts ${JSON.stringify(said)}, the log holds ${JSON.stringify(counted)}`];
}
