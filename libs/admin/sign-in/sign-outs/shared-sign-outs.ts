import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { PeerNotices, Peers, type Peer } from '#cluster';
import { EventBus, inTime } from '#events';
import { loggableError } from '#redaction';
import { Shutdown } from '#shutdown';
import { SharedRounds } from './shared-rounds.ts';
import { SignedOut } from './signed-out.ts';
import { SignOuts } from './sign-out-record.ts';

/** The kind of the notices: each instance sends all its sign-outs, and is answered with all of the other one. */
const KIND = 'sign-outs';
/** Milliseconds for which a sign-out waits for the other instances. */
const TELL_WAIT_MS = 1_000;
/** Milliseconds for which a start waits for them: longer, since it would let in those who have signed out. */
export const START_WAIT_MS = 5_000;
/** Milliseconds until one that has not answered is told again. */
const AGAIN_MS = 1_000;
const UNTOLD = 'Sign-outs are not exchanged yet, and are tried again every second, with instance';

/** Another instance that was heard. */
interface KnownPeer {
  rounds: SharedRounds;
  /** Resolves after the first exchange with it. */
  met: Promise<void>;
}

/** Makes sign-outs hold at all instances that share the log. */
@Injectable()
export class SharedSignOuts implements OnApplicationBootstrap {
  readonly #logger = new Logger('SignIn');
  readonly #stopped = new AbortController();
  /** By the instance's id. */
  readonly #known = new Map<string, KnownPeer>();
  #own: string | undefined;

  constructor(
    private readonly signedOut: SignedOut,
    private readonly notices: PeerNotices,
    private readonly peers: Peers,
    bus: EventBus,
    shutdown: Shutdown,
  ) {
    notices.handle(KIND, (content) => this.#take(content));
    bus.on('heard', 'Sign-outs of new instances', () => void this.#meet());
    shutdown.during('close the log', () => this.#stopped.abort());
  }

  /** Learns before the first request what was signed out of elsewhere. */
  async onApplicationBootstrap(): Promise<void> {
    const met = this.peers.hear().then(() => this.#meet());
    await inTime(met, START_WAIT_MS, () => undefined);
  }

  /**
   * Tells all instances what was signed out of here. Resolves when they have answered, or after a second: those that
   * have not answered by then are told again until they have, or are gone.
   */
  async tell(): Promise<void> {
    const told = Promise.all(this.peers.all().map((peer) => this.#know(peer).rounds.next()));
    await inTime(told, TELL_WAIT_MS, () => undefined);
  }

  /** Exchanges sign-outs with the instances that were not heard before. Resolves once it has met all that are up. */
  async #meet(): Promise<void> {
    // One that was given up and joins anew may have missed what the others said meanwhile.
    if (this.#own !== this.peers.own) this.#known.clear();
    this.#own = this.peers.own;
    const peers = this.peers.all();
    const present = new Set(peers.map(({ instance }) => instance));
    for (const instance of this.#known.keys()) if (!present.has(instance)) this.#known.delete(instance);
    await Promise.all(peers.map((peer) => this.#know(peer).met));
  }

  #know(peer: Peer): KnownPeer {
    const known = this.#known.get(peer.instance);
    if (known) return known;
    const rounds = new SharedRounds(() => this.#exchange(peer));
    const stranger = { rounds, met: rounds.next() };
    this.#known.set(peer.instance, stranger);
    return stranger;
  }

  /** Never rejects. */
  async #exchange(peer: Peer): Promise<void> {
    const { signal } = this.#stopped;
    const told = new Set<string>();
    while (!signal.aborted && this.peers.isUp(peer)) {
      try {
        this.#take(await this.notices.tell(peer, KIND, this.signedOut.all));
        return;
      } catch (error) {
        const reason = loggableError(error);
        // One that starts is away at first, and may have another reason later.
        if (!told.has(reason)) this.#logger.warn(`${UNTOLD} ${peer.instance}: ${reason}`);
        told.add(reason);
        await pause(AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  /** Takes over what another instance says, and returns what it does not know yet. */
  #take(content: unknown): SignOuts {
    // It holds now. If it cannot be written, the others tell it again after a restart.
    this.signedOut.merge(SignOuts.parse(content)).catch((error: unknown) => {
      this.#logger.error(loggableError(error));
    });
    return this.signedOut.all;
  }
}
