import { computed, DestroyRef, inject, Injectable, linkedSignal, untracked } from '@angular/core';
import { sessionFactsOf, type ClientInfo, type SessionFacts } from '#contract';

import { Identity } from '../identity/identity.ts';
import { LiveStore } from '../picture/live-store.ts';
import { AgentsApi, ASKED_AT_ONCE, type Agent } from './agents-api.ts';

/** The names of agents that are being requested, and of agents that the server does not know. */
export const ASKED_FOR = '…';
const UNKNOWN = 'unknown agent';
/** Milliseconds to collect sessions for one request. */
const GATHER_MS = 50;
/** Milliseconds from a failed request to the next one. */
const AGAIN_MS = 10_000;
/**
 * Maximum number of agents that are kept in addition to those of the live picture: more than a feed has rows, so that a
 * filter that looks at all of them requests each once.
 */
const MOST = 20_000;

/** Agents by session id; null if the server does not know the agent. */
type Found = ReadonlyMap<string, Agent | null>;

/**
 * The agents of sessions. Sessions that are not in the live picture are requested once, in batches, when something on
 * screen, or a filter, needs them.
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
  /** Empty again for another admin, who may have other rights. */
  readonly #found = linkedSignal<unknown, Found>({ source: this.#admin, computation: () => new Map() });
  /** The agents of the live picture that were asked for: it forgets sessions at a gap, and their rows stay. */
  readonly #seen = computed(() => {
    this.#admin();
    return new Map<string, Agent>();
  });
  /** Changes whenever more agents are known. */
  readonly changes = computed<unknown>(() => [this.#store.listings(), this.#found()]);
  /** Before the first list, the picture may still get the session. */
  readonly #isListed = computed(() => {
    const { taken, problem } = this.#store.listing();
    return taken > 0 || problem !== null;
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  /** Returns the agent of a session; null if the server does not know it, undefined while it is being requested. */
  find(sessionId: string): ClientInfo | null | undefined {
    const agent = this.#agentOf(sessionId);
    return agent ? agent.client : agent;
  }

  /** Returns what filters look at in a session; undefined if the server does not know it, or has not answered yet. */
  factsOf(sessionId: string): SessionFacts | undefined {
    const agent = this.#agentOf(sessionId);
    return agent ? sessionFactsOf(agent) : undefined;
  }

  /** Returns the name of a session's agent; empty for an empty id. */
  nameOf(sessionId: string): string {
    return sessionId === '' ? '' : textOf(this.find(sessionId), ({ name }) => name);
  }

  /** Returns the name with the version. */
  fullNameOf(sessionId: string): string {
    return textOf(this.find(sessionId), fullName);
  }

  #agentOf(sessionId: string): Agent | null | undefined {
    this.#store.listings();
    const listed = this.#store.session(sessionId);
    if (listed) return this.#remember(sessionId, listed);
    const found = this.#seen().get(sessionId) ?? this.#found().get(sessionId);
    if (found === undefined && sessionId !== '' && this.#isListed()) this.#want(sessionId);
    return found;
  }

  #remember(sessionId: string, agent: Agent): Agent {
    const seen = this.#seen();
    const [oldest] = seen.keys();
    if (seen.size >= MOST && oldest !== undefined && !seen.has(sessionId)) seen.delete(oldest);
    seen.set(sessionId, agent);
    return agent;
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

  #take(answers: readonly [string, Agent | null][]): void {
    for (const [sessionId] of answers) this.#wanted.delete(sessionId);
    this.#found.update((found) => new Map([...found, ...answers].slice(-MOST)));
  }
}

/** Returns the name of an agent with its version. */
export function fullName({ name, version }: ClientInfo): string {
  return `${name} ${version}`.trimEnd();
}

function textOf(client: ClientInfo | null | undefined, print: (client: ClientInfo) => string): string {
  if (client) return print(client);
  return client === null ? UNKNOWN : ASKED_FOR;
}
