import { Injectable } from '@nestjs/common';
import type { SessionId } from '#contract';
import { isForwarded } from '#edge';
import { isOwner, namesOwner, newSessionId } from '#sessions';
import { HandOver } from '../hand-over.ts';
import type { McpExchange } from '../mcp-exchange.ts';
import { asksForSession } from './initialize-request.ts';

/**
 * The instances in which protocol sessions live. The id of a session names its owner, so a request can be handed over
 * even if the log has not told this instance of the session yet.
 */
@Injectable()
export class SessionOwners {
  constructor(private readonly instances: HandOver) {}

  /** Creates the id of a session that this instance owns. */
  newSessionId(): SessionId {
    return newSessionId(this.instances.own);
  }

  /**
   * Hands a request over if its session may live in another instance, and resolves with true. Otherwise, or if that
   * instance is not up, resolves with false. Rejects with an `EdgeError` (502 or 503) if the owner does not answer.
   */
  handOver(exchange: McpExchange): Promise<boolean> | false {
    const { own } = this.instances;
    const sessionId = exchange.request.headers['mcp-session-id'];
    if (own === undefined || typeof sessionId !== 'string' || !namesOwner(sessionId)) return false;
    // What another instance has handed over goes no further.
    if (isOwner(own, sessionId) || isForwarded(exchange.request)) return false;
    if (asksForSession(exchange.body)) return false;
    return this.instances.handOver(exchange, (instance) => isOwner(instance, sessionId), 'the session');
  }
}
