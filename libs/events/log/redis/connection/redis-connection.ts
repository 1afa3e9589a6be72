import { inTime } from '../../in-time.ts';
import type { PrimaryFinder } from './primary-finder.ts';
import { redisClosed, redisFault, redisStalled } from './redis-faults.ts';
import { redirectionIn, type Redirection } from './redis-redirection.ts';
import { PrimaryLink } from './primary-link.ts';
import { labelOf, type RedisPlace } from './redis-url.ts';

/** Milliseconds that Redis may take to answer. */
const ANSWER_MS = 5_000;
/** Maximum number of nodes that a command is sent to because each names another one. */
const MAX_NODES = 5;

/**
 * A connection to the server that holds the log. It is opened when it is needed, and again after an error. What was
 * sent on a connection that broke may have been executed, so whoever sent it decides whether to repeat it. Only what a
 * node of a cluster did not execute, because another one has to, is sent there.
 */
export class RedisConnection {
  #link: PrimaryLink | undefined;
  #isClosed = false;

  constructor(
    private readonly place: RedisPlace,
    private readonly finder: PrimaryFinder,
  ) {}

  /** Sends a command that may wait for `waitMs`. Rejects with a `LogError`, also when Redis does not answer in time. */
  async send(args: readonly string[], waitMs = 0): Promise<unknown> {
    const limit = ANSWER_MS + waitMs;
    for (let nodes = 1; ; nodes += 1) {
      const link = this.#open();
      const late = (): never => {
        throw redisStalled(labelOf(this.place, link.server), limit);
      };
      try {
        return await inTime(this.#execute(link, args), limit, late);
      } catch (error) {
        if (isUnknownScript(error)) throw error;
        const redirection = this.#redirection(error, link);
        this.#drop(link, redirection);
        if (!redirection || nodes === MAX_NODES) throw redisFault(error, this.place, link.server);
      }
    }
  }

  /** Closes the connection; commands that wait for an answer are rejected. */
  close(): void {
    this.#isClosed = true;
    this.#link?.end();
  }

  async #execute(link: PrimaryLink, args: readonly string[]): Promise<unknown> {
    try {
      return await link.send(args);
    } catch (error) {
      const redirection = this.#redirection(error, link);
      if (!redirection || redirection.isWhole) throw error;
      return link.sendAhead(redirection.to, args);
    }
  }

  #redirection(error: unknown, { server }: PrimaryLink): Redirection | undefined {
    return server && this.place.topology.kind === 'cluster' ? redirectionIn(error, server) : undefined;
  }

  #open(): PrimaryLink {
    if (this.#isClosed) throw redisClosed(this.place);
    // Another connection may have learned that the log is at another server.
    if (this.#link && !this.#link.isCurrent) this.#end(this.#link);
    this.#link ??= new PrimaryLink(this.place, this.finder);
    return this.#link;
  }

  #drop(link: PrimaryLink, redirection: Redirection | undefined): void {
    this.#end(link);
    if (redirection?.isWhole) this.finder.moved(redirection.to);
    else if (link.server) this.finder.doubt(link.server);
  }

  #end(link: PrimaryLink): void {
    link.end();
    if (this.#link === link) this.#link = undefined;
  }
}

/** Whether Redis does not know a script by its hash, as after a restart. */
export function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT');
}
