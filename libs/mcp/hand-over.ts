import { Injectable } from '@nestjs/common';
import { Forwarding, PeerLostError, Peers, type Peer } from '#cluster';
import { EdgeError } from '#edge';
import type { McpExchange } from './mcp-exchange.ts';

/** Seconds after which an agent may try again when the instance that has to answer does not. */
const RETRY_AFTER_S = 1;

/** Hands requests of agents over to the instances that alone can answer them. */
@Injectable()
export class HandOver {
  constructor(
    private readonly peers: Peers,
    private readonly forwarding: Forwarding,
  ) {}

  /** The id of this instance among those that share the log; undefined if no others can. */
  get own(): string | undefined {
    return this.peers.own;
  }

  /**
   * Hands a request over, and resolves with true; with false if no such instance is up. Rejects with an `EdgeError` (502 or
   * 503) if the instance does not answer. `what` says in the error what it has.
   */
  async handOver(
    { request, response, agent, rawBody }: McpExchange,
    isOwner: (instance: string) => boolean,
    what: string,
  ): Promise<boolean> {
    const owner = await this.peers.find(isOwner);
    if (!owner) return false;
    try {
      await this.forwarding.forward(owner, { request, response, principal: agent, body: rawBody });
      return true;
    } catch (error) {
      if (!(error instanceof PeerLostError)) throw error;
      if (this.peers.isUp(owner)) throw silentOwner(owner, what);
      return false;
    }
  }
}

function silentOwner({ instance }: Peer, what: string): EdgeError {
  const message = `Instance ${instance}, which has ${what}, does not answer. Try again in ${RETRY_AFTER_S} s.`;
  return new EdgeError(502, 'OWNER_SILENT', message, { retryAfterSeconds: RETRY_AFTER_S });
}
