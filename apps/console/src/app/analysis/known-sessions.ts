import {
  computed,
  inject,
  Injectable,
  InjectionToken,
  untracked,
  type Provider,
  type Signal,
} from '@angular/core';
import type { SessionView } from '#contract';

import { AgentNames, ASKED_FOR, fullName } from '../agents/agent-names.ts';
import { SessionsReader } from '../api/sessions-reader.ts';
import { LiveStore } from '../picture/live-store.ts';
import type { AnalysisScope } from './analysis-scope.ts';
import { ServerAnswer } from './server-answer.ts';

/** How often the list is read again while the time moves, in milliseconds: the stream tells of what is newer. */
const AGAIN_MS = 60_000;

/** The sessions that the calls of a page belong to: those that the server lists, as the stream tells them where it does. */
@Injectable()
export class KnownSessions {
  readonly #reader = inject(SessionsReader);
  readonly #live = inject(LiveStore).sessions;
  readonly #agents = inject(AgentNames);
  readonly #scope = inject(SESSIONS_OF)();
  readonly list = new ServerAnswer(
    computed(() => listedTime(this.#scope()), { equal: (a, b) => a.to === b.to && a.key === b.key }),
    (asked, signal) => this.#reader.read(asked, signal),
  );

  /** By id, as of the last change of the time or the list: the stream may change sessions with every picture. */
  readonly byId = computed<ReadonlyMap<string, SessionView>>(() => {
    const listed = this.list.value()?.sessions ?? [];
    this.#scope();
    return new Map([...listed, ...untracked(this.#live)].map((session) => [session.sessionId, session]));
  });

  /** What to call the client of a session, with its version. */
  clientOf(sessionId: string): string {
    const client = this.byId().get(sessionId)?.client;
    if (client) return fullName(client);
    // The list may be about to tell.
    return this.list.value() || this.list.problem() ? this.#agents.fullNameOf(sessionId) : ASKED_FOR;
  }
}

const SESSIONS_OF = new InjectionToken<() => Signal<AnalysisScope>>('the time of known sessions');

/** Provides {@link KnownSessions} for the time of a page. */
export function sessionsOf(scope: () => Signal<AnalysisScope>): Provider[] {
  return [{ provide: SESSIONS_OF, useValue: scope }, KnownSessions];
}

function listedTime({ from, to, isLive }: AnalysisScope): { from: number; to: number; key: string } {
  const end = isLive ? Math.ceil(to / AGAIN_MS) * AGAIN_MS : to;
  return { from, to: end, key: isLive ? 'live' : `${from} ${to}` };
}
