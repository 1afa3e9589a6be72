import { Injectable, Logger } from '@nestjs/common';
import { EventBus } from '#events';
import { PeerNotices } from '../peer-notices.ts';
import { Peers, type Peer } from '../peers.ts';
import { faultsOf, Greeting } from './greeting.ts';

const KIND = 'greeting';

/** Another instance that was heard. */
interface HeardPeer {
  /** The number of its signs of life when it was heard first. One that is dead gives no other. */
  firstBeats: number;
  /** The settings of this instance that it was greeted with last. */
  greetedWith?: string;
  /** What was logged about it. */
  told: Set<string>;
}

/**
 * Greets every other instance once it gives signs of life, and again when a setting changes. Warns of what an operator has
 * to mend, and changes nothing: instances that are set up differently lose no event.
 */
@Injectable()
export class PeerGreetings {
  readonly #logger = new Logger('Instances');
  readonly #settings = new Map<string, () => string>();
  readonly #heard = new Map<string, HeardPeer>();

  constructor(
    private readonly notices: PeerNotices,
    private readonly peers: Peers,
    bus: EventBus,
  ) {
    notices.handle(KIND, () => this.#greeting());
    bus.on('heard', 'Greetings of instances', () => this.#greetAll());
  }

  /**
   * Compares a setting that all instances have to share. `name` is for operators, such as "agent keys"; `fingerprint` says
   * nothing of a setting but whether another one is the same. Call it in a constructor.
   */
  compare(name: string, fingerprint: () => string): void {
    this.#settings.set(name, fingerprint);
  }

  async #greetAll(): Promise<void> {
    const peers = this.peers.all();
    const present = new Set(peers.map(({ instance }) => instance));
    for (const instance of this.#heard.keys()) if (!present.has(instance)) this.#heard.delete(instance);
    await Promise.all(peers.map((peer) => this.#meet(peer)));
  }

  async #meet(peer: Peer): Promise<void> {
    const heard = this.#heard.get(peer.instance) ?? { firstBeats: peer.beats, told: new Set() };
    this.#heard.set(peer.instance, heard);
    const own = this.#greeting();
    const settings = JSON.stringify(own.settings);
    if (peer.beats === heard.firstBeats || heard.greetedWith === settings) return;
    heard.greetedWith = settings;
    try {
      await this.#greet(peer, own, heard.told);
    } catch {
      // It is greeted again when it is heard again. If the secrets differ, the exchange of sign-outs tells.
      delete heard.greetedWith;
    }
  }

  async #greet(peer: Peer, own: Greeting, told: Set<string>): Promise<void> {
    const sentAt = performance.now();
    const now = Date.now();
    const answer = Greeting.parse(await this.notices.tell(peer, KIND, own));
    const aheadMs = answer.time - now - (performance.now() - sentAt) / 2;
    // It may have gone meanwhile, and another one has its place.
    if (!this.peers.isUp(peer)) return;
    const { ownUrl } = this.peers;
    for (const fault of faultsOf({ own, ownUrl, peer, answer, aheadMs }))
      if (!told.has(fault)) {
        told.add(fault);
        this.#logger.warn(fault);
      }
  }

  #greeting(): Greeting {
    const settings = Object.fromEntries(Array.from(this.#settings, ([name, of]) => [name, of()]));
    return { instance: this.peers.own ?? '', time: Date.now(), settings };
  }
}
