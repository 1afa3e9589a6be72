import { comparePlaces, lastSeenOf, placeOf, type SessionSort, type SessionView } from '#contract';

/** Longest pause between two sessions of one piece of work, in milliseconds. */
export const RECONNECT_MS = 30 * 60_000;

/** One piece of work: a session, and those in which its client connected again. */
export interface Work {
  /** The id of its first session. */
  key: string;
  /** The session, or all of them as if they were one: the newest with the sums. */
  whole: SessionView;
  /** Newest first. */
  sessions: readonly SessionView[];
}

/**
 * Groups sessions into pieces of work, in an order of sessions. A session continues another one if the same principal
 * opened it with the same client, and for the same trace, at most {@link RECONNECT_MS} after the other one was last
 * seen. Sessions that were used at the same time are different pieces of work.
 */
export function groupWork(sessions: Iterable<SessionView>, sort: SessionSort | null): Work[] {
  const oldestFirst = [...sessions].toSorted((a, b) => compare(a.openedAt, b.openedAt));
  const chains = new Map<string, Chain[]>();
  const works: SessionView[][] = [];
  for (const session of oldestFirst) {
    const ofSameKind = listOf(chains, kindOf(session));
    const chain = takeLatest(ofSameKind, Date.parse(session.openedAt));
    const members = chain?.members ?? [];
    if (!chain) works.push(members);
    members.push(session);
    insert(ofSameKind, { lastSeen: Date.parse(lastSeenOf(session)), members });
  }
  return works
    .map(workOf)
    .map((work) => ({ work, place: placeOf(work.whole, work.whole.callsInFlight, sort) }))
    .toSorted((a, b) => comparePlaces(a.place, b.place))
    .map(({ work }) => work);
}

/** The sessions of a piece of work so far, and when it was last seen. */
interface Chain {
  lastSeen: number;
  members: SessionView[];
}

function kindOf({ tenantId, principal, client, origin, traceId }: SessionView): string {
  return JSON.stringify([tenantId, principal, client.name, origin, traceId]);
}

/** Takes the chain that was last seen shortly before a time out of a list that is ordered by that. */
function takeLatest(chains: Chain[], at: number): Chain | undefined {
  // A session that was opened in the same millisecond is another one's twin.
  const index = placeFor(chains, at - 1) - 1;
  const chain = chains[index];
  if (!chain || at - chain.lastSeen > RECONNECT_MS) return undefined;
  chains.splice(index, 1);
  return chain;
}

function insert(chains: Chain[], chain: Chain): void {
  chains.splice(placeFor(chains, chain.lastSeen), 0, chain);
}

/** The index after all chains that were last seen up to a time. */
function placeFor(chains: readonly Chain[], at: number): number {
  let low = 0;
  let high = chains.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((chains[middle]?.lastSeen ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function workOf(members: readonly SessionView[]): Work {
  const [first] = members as [SessionView];
  if (members.length === 1) return { key: first.sessionId, whole: first, sessions: members };
  const sessions = members.toReversed();
  return { key: first.sessionId, whole: wholeOf(first, sessions), sessions };
}

function wholeOf(first: SessionView, sessions: readonly SessionView[]): SessionView {
  const newest = sessions.find(({ state }) => state === 'open') ?? sessions[0] ?? first;
  const sum = (member: 'calls' | 'errors' | 'callsInFlight'): number =>
    sessions.reduce((total, session) => total + session[member], 0);
  const lastEventAt = sessions.map(lastSeenOf).reduce((last, at) => (at > last ? at : last));
  const session = { ...newest };
  delete session.idleMs;
  return {
    ...session,
    openedAt: first.openedAt,
    lastEventAt,
    calls: sum('calls'),
    errors: sum('errors'),
    callsInFlight: sum('callsInFlight'),
  };
}

function listOf<V>(lists: Map<string, V[]>, key: string): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
