import { Injectable } from '@nestjs/common';
import { PeerSeal } from '#edge';
import { InstanceKeeper, type HeardInstance } from '#events';

/** Another instance that is up, and that this one can reach. */
export interface Peer {
  instance: string;
  /** Such as `http://10.0.0.5:3000`. */
  url: string;
  /** Changes with every sign of life. */
  beats: number;
}

/** The other instances that share the log. */
@Injectable()
export class Peers {
  /** Those who do not find an instance at the same time hear the others once. */
  #hearing: Promise<void> | undefined;

  constructor(
    private readonly instances: InstanceKeeper,
    private readonly seal: PeerSeal,
  ) {}

  /** The id of this instance among those that share the log; undefined if no others can. */
  get own(): string | undefined {
    return this.instances.shared;
  }

  /** The URL at which the others reach this instance; undefined if it has none. */
  get ownUrl(): string | undefined {
    return this.instances.peerUrl;
  }

  all(): Peer[] {
    if (!this.seal.isUsable) return [];
    return this.instances.others.flatMap(peerOf);
  }

  /** Whether the instance is up, as far as this one knows. */
  isUp({ instance }: Pick<Peer, 'instance'>): boolean {
    return this.instances.others.some((other) => other.instance === instance);
  }

  /** Finds an instance, also one that has joined just now. */
  async find(isWanted: (instance: string) => boolean): Promise<Peer | undefined> {
    const known = this.#among(isWanted);
    if (known || !this.seal.isUsable) return known;
    await this.hear();
    return this.#among(isWanted);
  }

  /** Hears the others now. Does nothing while the broker is away. */
  hear(): Promise<void> {
    return (this.#hearing ??= this.#hear());
  }

  #among(isWanted: (instance: string) => boolean): Peer | undefined {
    return this.all().find(({ instance }) => isWanted(instance));
  }

  async #hear(): Promise<void> {
    try {
      await this.instances.listen();
    } finally {
      this.#hearing = undefined;
    }
  }
}

function peerOf({ instance, peerUrl, beats }: HeardInstance): Peer[] {
  return peerUrl === undefined ? [] : [{ instance, url: peerUrl, beats }];
}
