import type { Era } from '#tools';
import type {
  LinkListener,
  LinkOwner,
  MessageHeaders,
  UpstreamLink,
  UpstreamTransport,
} from '../link/upstream-link.ts';
import { FirstMessageLink } from './first-message-link.ts';
import type { CallStates } from './newer-agent/call-states.ts';
import { HeldSessions } from './newer-agent/held-sessions.ts';
import { NewerAgentLink } from './newer-agent/newer-agent-link.ts';
import { OlderAgentLink } from './older-agent/older-agent-link.ts';
import { UndecidedLink } from './older-agent/undecided-link.ts';
import { SpokenEras } from './spoken-eras.ts';

/**
 * Opens links of both eras to an upstream that speaks one of them, or both. In an era that it speaks, messages pass as they
 * are.
 */
export class EraBridge {
  readonly #held: HeldSessions;
  readonly #spoken: SpokenEras;
  /** The one era of the upstream, once it is known. */
  #era: Era | undefined;

  /**
   * `openLink` opens a link to the upstream. Its era is found out where it is `auto`, over links of `openProbe`: what an
   * upstream answers to a request of the other era is no fault. `states` name calls that are held.
   */
  constructor(
    private readonly kind: UpstreamTransport['kind'],
    era: Era | 'auto',
    private readonly openLink: UpstreamTransport['open'],
    openProbe: UpstreamTransport['open'],
    states: CallStates,
  ) {
    this.#era = era === 'auto' ? undefined : era;
    this.#held = new HeldSessions(openLink, states);
    this.#spoken = new SpokenEras(openProbe);
  }

  /** Opens a link. Rejects with an `UpstreamFault`. */
  async open(era: Era, owner: LinkOwner, listener: LinkListener): Promise<UpstreamLink> {
    if (this.#era === era) return this.openLink(era, owner, listener);
    if (!this.#era && this.kind === 'http')
      return new FirstMessageLink(async (headers) =>
        (await this.#mayPass(era, owner, headers))
          ? this.openLink(era, owner, listener)
          : this.#otherLink(era, owner, listener),
      );
    return this.#otherLink(era, owner, listener);
  }

  /** Ends the sessions that outlive requests, and resolves when nothing is left of them. */
  close(): Promise<void> {
    return this.#held.close();
  }

  /** A link of an era to an upstream that may speak only the other one. */
  async #otherLink(era: Era, owner: LinkOwner, listener: LinkListener): Promise<UpstreamLink> {
    if (era === 'modern') return this.#newerLink(owner, listener);
    if (this.#era || this.kind === 'http') return OlderAgentLink.open(owner, listener, this.openLink);
    return UndecidedLink.open(owner, listener, this.openLink, (isOlder) => {
      this.#era = isOlder ? 'legacy' : 'modern';
    });
  }

  #newerLink(owner: LinkOwner, listener: LinkListener): UpstreamLink {
    if (this.#era || this.kind === 'http') return new NewerAgentLink(this.#held, owner, listener);
    return new NewerAgentLink(this.#held, owner, listener, () => {
      this.#era = 'modern';
      return this.openLink('modern', owner, listener);
    });
  }

  /** Whether messages of an era pass as they are. What is wrong with an upstream, they tell best themselves. */
  async #mayPass(era: Era, owner: LinkOwner, headers: MessageHeaders): Promise<boolean> {
    const other = era === 'legacy' ? 'modern' : 'legacy';
    try {
      if (await this.#spoken.has(era, owner, headers)) return true;
      if (await this.#spoken.has(other, owner, headers)) return false;
      this.#spoken.forget();
      return true;
    } catch {
      return true;
    }
  }
}
