import { Injectable } from '@nestjs/common';
import { shuttingDown, type AgentPrincipal } from '#edge';

/** A session that is about to begin. */
interface Beginning {
  agent: AgentPrincipal;
  stop: AbortController;
}

/** The sessions that were asked for and have not begun: each can be stopped before it has. */
@Injectable()
export class Beginnings {
  readonly #all = new Set<Beginning>();
  #isClosed = false;

  /**
   * Begins a session of an agent. The signal aborts with the reason for which it must not begin. Rejects with an `EdgeError`,
   * 503, once this is closed.
   */
  async run<T>(agent: AgentPrincipal, begin: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw shuttingDown();
    const one = { agent, stop: new AbortController() };
    this.#all.add(one);
    try {
      return await begin(one.stop.signal);
    } finally {
      this.#all.delete(one);
    }
  }

  /** Stops the sessions of the agents that are meant. */
  stop(isMeant: (agent: AgentPrincipal) => boolean, reason: Error): void {
    for (const { agent, stop } of this.#all) if (isMeant(agent)) stop.abort(reason);
  }

  /** Stops all of them, and refuses further ones, because the server shuts down. */
  close(): void {
    this.#isClosed = true;
    this.stop(() => true, shuttingDown());
  }
}
