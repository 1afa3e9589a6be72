import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Attempts } from '#edge';
import { PeerNotices } from './peer-notices.ts';
import { Peers, type Peer } from './peers.ts';

/** Maximum number of networks that wait to be told to the others. A notice that is not answered is not repeated. */
const MAX_WAITING = 1_000;

const Text = z.string().max(100);
const Familiar = z.array(z.tuple([Text, Text]));
const Notice = z.object({
  wrong: z.array(z.tuple([Text, z.number().int().positive()])).max(MAX_WAITING),
  familiar: Familiar,
});

/**
 * Wrong attempts of admins, agents and observers outside, which the instances count together. They also tell each other who is familiar in
 * the networks that wrong attempts come from, so that no instance refuses one whom another has let through before.
 */
@Injectable()
export class SharedAttempts {
  readonly admins: Attempts;
  readonly agents: Attempts;
  readonly observers: Attempts;

  constructor(
    private readonly notices: PeerNotices,
    private readonly peers: Peers,
  ) {
    this.admins = this.#shared('admin-attempts');
    this.agents = this.#shared('agent-attempts');
    this.observers = this.#shared('observer-attempts');
  }

  #shared(kind: string): Attempts {
    const waiting = new Map<string, number>();
    let isTelling = false;
    const attempts = new Attempts((network) => {
      if (waiting.size >= MAX_WAITING && !waiting.has(network)) return;
      waiting.set(network, (waiting.get(network) ?? 0) + 1);
      if (!isTelling) void tellAll();
    });
    // One notice at a time: those who guess meanwhile share the next one.
    const tellAll = async (): Promise<void> => {
      isTelling = true;
      while (waiting.size > 0) {
        const wrong = [...waiting];
        waiting.clear();
        await Promise.all(this.peers.all().map((peer) => this.#tell(peer, kind, attempts, wrong)));
      }
      isTelling = false;
    };
    this.notices.handle(kind, (content) => {
      const { wrong, familiar } = Notice.parse(content);
      for (const [network, times] of wrong) attempts.countElsewhere(network, times);
      learn(attempts, familiar);
      return attempts.familiarOf(networksOf(wrong));
    });
    return attempts;
  }

  async #tell(peer: Peer, kind: string, attempts: Attempts, wrong: [string, number][]): Promise<void> {
    const content = { wrong, familiar: attempts.familiarOf(networksOf(wrong)) };
    try {
      learn(attempts, Familiar.parse(await this.notices.tell(peer, kind, content)));
    } catch {
      // It is away, and counts for itself.
    }
  }
}

function networksOf(wrong: readonly [network: string, times: number][]): Set<string> {
  return new Set(wrong.map(([network]) => network));
}

function learn(attempts: Attempts, familiar: readonly [network: string, principalId: string][]): void {
  for (const [network, id] of familiar) attempts.remember(network, { id });
}
