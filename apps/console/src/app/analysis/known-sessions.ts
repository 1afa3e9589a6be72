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
import { ServerAnswer } from '../api/server-answer.ts';
import { SessionsApi } from '../api/routes/sessions-api.ts';
import { LiveStore } from '../picture/live-store.ts';
import type { AnalysisScope } from './analysis-scope.ts';

/** Milliseconds between two readings of the list for a live range. The stream delivers newer sessions. */
const AGAIN_MS = 60_000;
/** Maximum number of listed sessions; the newest are listed. */
const MOST = 5_000;

/**
 * The sessions of the calls on a page: those that the server lists, with the newer state of the stream if it has them.
 */
@Injectable()
export class KnownSessions {
  readonly #api = inject(SessionsApi);
  readonly #live = inject(LiveStore).sessions;
  readonly #agents = inject(AgentNames);
  readonly #scope = inject(SESSIONS_OF)();
  readonly list = new ServerAnswer(
    computed(() => listedTime(this.#scope()), { equal: (a, b) => a.to === b.to && a.key === b.key }),
    (range, signal) => this.#api.first(MOST, { filter: '', range, withCalls: false, sort: null }, signal),
  );

  /**
   * By id. Updated only when the range or the list changes, because the stream may change sessions with every picture.
   */
  readonly byId = computed<ReadonlyMap<string, SessionView>>(() => {
    const listed = this.list.value()?.sessions ?? [];
    this.#scope();
    return new Map([...listed, ...untracked(this.#live)].map((session) => [session.sessionId, session]));
  });

  /** Returns the name and version of a session's client, or what to show in their place. */
  clientOf(sessionId: string): string {
    const client = this.byId().get(sessionId)?.client;
    if (client) return fullName(client);
    // The answer may still be on its way.
    return this.list.value() || this.list.problem() ? this.#agents.fullNameOf(sessionId) : ASKED_FOR;
  }
}

const SESSIONS_OF = new InjectionToken<() => Signal<AnalysisScope>>('the time of known sessions');

/** Provides {@link KnownSessions} for the range of a page. */
export function sessionsOf(scope: () => Signal<AnalysisScope>): Provider[] {
  return [{ provide: SESSIONS_OF, useValue: scope }, KnownSessions];
}

function listedTime({ from, to, isLive }: AnalysisScope): { from: number; to: number; key: string } {
  const end = isLive ? Math.ceil(to / AGAIN_MS) * AGAIN_MS : to;
  return { from, to: end, key: isLive ? 'live' : `${from} ${to}` };
}
