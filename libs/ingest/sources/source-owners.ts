import { Injectable } from '@nestjs/common';
import { Peers, type Peer } from '#cluster';
import { EdgeError } from '#edge';
import { EventLog, InstanceKeeper } from '#events';

/** How often a source is claimed whose owner has gone. */
const ATTEMPTS = 3;
/** Seconds after which a source that cannot be taken over yet may try again: the others soon know that its owner has gone. */
const RETRY_AFTER_S = 5;

/**
 * Agrees with the other instances which of them takes the events of a source: the one that it came to first, until that
 * one has gone. So two requests of a source are never checked apart from each other.
 */
@Injectable()
export class SourceOwners {
  constructor(
    private readonly log: EventLog,
    private readonly instances: InstanceKeeper,
    private readonly peers: Peers,
  ) {}

  /**
   * Makes this instance the owner of a source unless another one is. Resolves with the other one, or with undefined. Rejects
   * with a `LogError` while the broker is away.
   */
  async claim(key: string): Promise<string | undefined> {
    const { claims } = this.log;
    const own = this.instances.shared;
    if (!claims || own === undefined) return undefined;
    const claimed = `source:${key}`;
    for (let attempt = 1; ; attempt += 1) {
      const { owner } = await claims.claim(claimed, own);
      if (owner === own) return undefined;
      if (attempt === ATTEMPTS || !this.instances.hasGone(owner)) return owner;
      await claims.release(claimed, owner);
    }
  }

  /** The instance to hand a request over to. Rejects with 503 if this one cannot reach it. */
  async peerOf(owner: string): Promise<Peer> {
    const peer = await this.peers.find((instance) => instance === owner);
    if (peer) return peer;
    const message =
      `Instance ${owner} takes the events of this source, and cannot be reached. Try again in ${RETRY_AFTER_S} s. If it is ` +
      'up, set CROWSNEST_PEER_URL and CROWSNEST_CLUSTER_SECRET on every instance.';
    throw new EdgeError(503, 'OWNER_SILENT', message, { retryAfterSeconds: RETRY_AFTER_S });
  }
}
