import type { CrowsnestEvent, SessionView } from '#contract';

import { foldSession } from './session-fold.ts';

/** Ended sessions beyond this many are let go, the oldest first. Open ones are all kept. */
export const ENDED_SESSIONS = 200;
/** Events held back at most while the list is on its way. */
const HELD_BACK = 20_000;

interface Entry {
  session: SessionView;
  /** The list already holds this session's events up to this time. */
  listedUntil: string;
}

/**
 * The sessions: listed once by the server, kept live by folding events. The list has no position in the
 * log, but it names each session's last event: later events are folded, earlier ones are in it already.
 */
export class SessionBook {
  #entries = new Map<string, Entry>();
  #heldBack: CrowsnestEvent[] | null = null;

  /** Holds events back from now on, until the list or its failure arrives. */
  awaitList(): void {
    this.#heldBack = [];
  }

  /** Takes the server's list in place of what is known, then the events held back. */
  takeList(sessions: readonly SessionView[]): void {
    this.#entries = new Map(
      sessions
        .toSorted((a, b) => (a.openedAt < b.openedAt ? -1 : 1))
        .map((session) => [session.sessionId, { session, listedUntil: session.lastEventAt }]),
    );
    this.#letGoOfEnded();
    this.#release();
  }

  /** Goes on without a list: sessions show from their `session:open` on. */
  doWithoutList(): void {
    this.#release();
  }

  add(event: CrowsnestEvent): void {
    if (!this.#heldBack) this.#fold(event);
    else if (this.#heldBack.length < HELD_BACK) this.#heldBack.push(event);
  }

  get(sessionId: string): SessionView | undefined {
    return this.#entries.get(sessionId)?.session;
  }

  /** Open sessions first, the newest first in each group. */
  list(): SessionView[] {
    const newestFirst = [...this.#entries.values()].toReversed().map(({ session }) => session);
    return [...newestFirst.filter(isOpen), ...newestFirst.filter((session) => !isOpen(session))];
  }

  #release(): void {
    const events = this.#heldBack ?? [];
    this.#heldBack = null;
    for (const event of events) this.#fold(event);
  }

  #fold(event: CrowsnestEvent): void {
    const entry = this.#entries.get(event.sessionId);
    if (entry && event.timestamp <= entry.listedUntil) return;
    const session = foldSession(entry?.session, event);
    if (!session) return;
    this.#entries.set(event.sessionId, { session, listedUntil: entry?.listedUntil ?? '' });
    if (!isOpen(session)) this.#letGoOfEnded();
  }

  #letGoOfEnded(): void {
    const ended = [...this.#entries.values()].filter(({ session }) => !isOpen(session));
    for (const { session } of ended.slice(0, Math.max(0, ended.length - ENDED_SESSIONS))) {
      this.#entries.delete(session.sessionId);
    }
  }
}

function isOpen(session: SessionView): boolean {
  return session.state === 'open';
}
