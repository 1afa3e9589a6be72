import { LATEST_PROTOCOL_VERSION } from '@modelcontextprotocol/server';
import type { LinkListener, LinkOwner, UpstreamLink } from '../../link/upstream-link.ts';
import { INITIALIZED } from '../../link/messages.ts';
import { OwnRequests } from '../../link/own-requests.ts';
import { SubscribedResources } from '../../link/subscribed-resources.ts';
import { LogLevels } from './log-levels.ts';
import { SessionMember, type Initialized } from './session-member.ts';
import type { SharedLink } from './shared-link.ts';
import type { Shared } from './shared-links.ts';

/**
 * What the upstream gets to know of its client. Nobody can be asked for input: a question would have to be put to one of
 * many agents, of which most have nothing to do with it.
 */
const CLIENT = { clientInfo: { name: 'crowsnest', version: '1' }, capabilities: {} };

/** One session of an upstream of the older era for all agents of a tenant. */
export class SharedSession implements Shared {
  readonly levels = new LogLevels();
  readonly resources: SubscribedResources;
  readonly #own: OwnRequests;
  readonly #link: UpstreamLink;
  #beginning: Promise<Initialized> | undefined;
  #level: string | undefined;

  constructor(private readonly shared: SharedLink) {
    this.#link = shared.join(
      {
        message: ({ message }) => void this.#own.take(message, (message as { id?: number }).id),
        closed: () => undefined,
      },
      () => undefined,
    );
    this.#own = new OwnRequests((message) => this.#link.send(message));
    this.resources = new SubscribedResources((method, uri) => this.#own.ask(method, { uri }));
  }

  /** Without the session's own part in the link. */
  get members(): number {
    return this.shared.members - 1;
  }

  join(listener: LinkListener, onLeft: () => void, owner: LinkOwner): UpstreamLink {
    return new SessionMember(this, owner, listener, (to) => this.shared.join(to, onLeft));
  }

  /** Begins the session once, however many ask for it. Rejects with an `UpstreamFault`. */
  begin(): Promise<Initialized> {
    this.#beginning ??= this.#begin().catch((error: unknown) => {
      this.#beginning = undefined;
      throw error;
    });
    return this.#beginning;
  }

  /** Asks the upstream for the lowest of all levels, if it is another one than before. */
  async settleLevel(): Promise<void> {
    const level = this.levels.lowest;
    if (level === undefined || level === this.#level) return;
    this.#level = level;
    await this.#own.ask('logging/setLevel', { level });
  }

  close(): Promise<void> {
    return this.shared.close();
  }

  async #begin(): Promise<Initialized> {
    const params = { protocolVersion: LATEST_PROTOCOL_VERSION, ...CLIENT };
    const initialized = (await this.#own.ask('initialize', params)) as Initialized;
    await this.#link.send(INITIALIZED);
    return initialized;
  }
}
