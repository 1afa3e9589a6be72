import { Injectable } from '@nestjs/common';
import type { SessionId } from '#contract';
import { Forwarding, PeerLostError, Peers, type Peer } from '#cluster';
import { EdgeError, isForwarded } from '#edge';
import { isOwner, namesOwner, newSessionId } from '#sessions';
import type { McpExchange } from '../mcp-exchange.ts';
import { asksForSession } from './initialize-request.ts';

/** Seconds after which an agent may try again when the owner of its session does not answer. */
const RETRY_AFTER_S = 1;

/**
 * The instances in which protocol sessions live. The id of a session names its owner, so a request can be handed over
 * even if the log has not told this instance of the session yet.
 */
@Injectable()
export class SessionOwners {
  constructor(
    private readonly peers: Peers,
    private readonly forwarding: Forwarding,
  ) {}

  /** Creates the id of a session that this instance owns. */
  newSessionId(): SessionId {
    return newSessionId(this.peers.own);
  }

  /**
   * Hands a request over if its session may live in another instance, and resolves with true. Otherwise, or if that
   * instance is not up, resolves with false. Rejects with an `EdgeError` (502 or 503) if the owner does not answer.
   */
  handOver(exchange: McpExchange): Promise<boolean> | false {
    const { own } = this.peers;
    const sessionId = exchange.request.headers['mcp-session-id'];
    if (own === undefined || typeof sessionId !== 'string' || !namesOwner(sessionId)) return false;
    // What another instance has handed over goes no further.
    if (isOwner(own, sessionId) || isForwarded(exchange.request)) return false;
    return asksForSession(exchange.body) ? false : this.#handOver(exchange, sessionId);
  }

  async #handOver({ request, response, agent, rawBody }: McpExchange, sessionId: string): Promise<boolean> {
    const owner = await this.peers.find((instance) => isOwner(instance, sessionId));
    if (!owner) return false;
    try {
      await this.forwarding.forward(owner, { request, response, principal: agent, body: rawBody });
      return true;
    } catch (error) {
      if (!(error instanceof PeerLostError)) throw error;
      if (this.peers.isUp(owner)) throw silentOwner(owner);
      return false;
    }
  }
}

function silentOwner({ instance }: Peer): EdgeError {
  const message = `Instance ${instance}, in which the session lives, does not answer. Try again in ${RETRY_AFTER_S} s.`;
  return new EdgeError(502, 'OWNER_SILENT', message, { retryAfterSeconds: RETRY_AFTER_S });
}
