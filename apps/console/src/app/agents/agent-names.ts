import { computed, DestroyRef, inject, Injectable, linkedSignal, untracked } from '@angular/core';
import type { ClientInfo } from '#contract';

import { Identity } from '../identity/identity.ts';
import { LiveStore } from '../picture/live-store.ts';
import { AgentsApi, ASKED_AT_ONCE } from './agents-api.ts';

/** What agents are called while they are asked for, and where nobody knows them. */
export const ASKED_FOR = '…';
const UNKNOWN = 'unknown agent';
/** Rows that are drawn within so many milliseconds are asked for together. */
const GATHER_MS = 50;
/** Milliseconds between a request that failed and the next one. */
const AGAIN_MS = 10_000;
/** Number of agents, at most, that are remembered beside those of the live picture. */
const MOST = 5_000;

/** Agents by session; null where nobody knows the agent. */
type Found = ReadonlyMap<string, ClientInfo | null>;

/**
 * The agents of sessions: those of the live picture, and those of other sessions that something on screen belongs to,
 * which are asked for once, together, when somebody first wants to know them.
 */
@Injectable({ providedIn: 'root' })
export class AgentNames {
  readonly #api = inject(AgentsApi);
  readonly #store = inject(LiveStore);
  readonly #state = inject(Identity).state;
  readonly #wanted = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;

  readonly #admin = computed(() => {
    const state = this.#state();
    return state.step === 'signed-in' ? state.admin : null;
  });
  /** Another admin may have other rights. */
  readonly #found = linkedSignal<unknown, Found>({ source: this.#admin, computation: () => new Map() });
  /** Before the first list, the picture may be about to tell. */
  readonly #isListed = computed(() => {
    const { taken, problem } = this.#store.listing();
    return taken > 0 || problem !== null;
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  /** The agent of a session; null if nobody knows it, undefined until it is known. To be called where signals are read. */
  find(sessionId: string): ClientInfo | null | undefined {
    this.#store.listings();
    const client = this.#store.session(sessionId)?.client;
    if (client) return client;
    const found = this.#found().get(sessionId);
    if (found === undefined && sessionId !== '' && this.#isListed()) this.#want(sessionId);
    return found;
  }

  /** What to call the agent of a session. Empty for no session. */
  nameOf(sessionId: string): string {
    return sessionId === '' ? '' : textOf(this.find(sessionId), ({ name }) => name);
  }

  /** The same with the version. */
  fullNameOf(sessionId: string): string {
    return textOf(this.find(sessionId), fullName);
  }

  #want(sessionId: string): void {
    this.#wanted.add(sessionId);
    if (!this.#isAsking) this.#timer ??= setTimeout(() => void this.#ask(), GATHER_MS);
  }

  async #ask(): Promise<void> {
    this.#timer = undefined;
    const asked = [...this.#wanted].slice(0, ASKED_AT_ONCE);
    const admin = untracked(this.#admin);
    this.#isAsking = true;
    const found = await this.#api.find(asked).catch(() => null);
    this.#isAsking = false;
    if (admin !== untracked(this.#admin)) this.#wanted.clear();
    else if (found) this.#take(asked.map((sessionId) => [sessionId, found.get(sessionId) ?? null]));
    if (this.#wanted.size > 0) this.#timer = setTimeout(() => void this.#ask(), found ? 0 : AGAIN_MS);
  }

  #take(answers: readonly [string, ClientInfo | null][]): void {
    for (const [sessionId] of answers) this.#wanted.delete(sessionId);
    this.#found.update((found) => new Map([...found, ...answers].slice(-MOST)));
  }
}

/** The name and version of an agent. */
export function fullName({ name, version }: ClientInfo): string {
  return `${name} ${version}`.trimEnd();
}

function textOf(client: ClientInfo | null | undefined, print: (client: ClientInfo) => string): string {
  if (client) return print(client);
  return client === null ? UNKNOWN : ASKED_FOR;
}
