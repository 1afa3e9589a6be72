import { Injectable } from '@nestjs/common';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { isForwarded } from '#edge';
import { HandOver } from '../hand-over.ts';
import type { McpExchange } from '../mcp-exchange.ts';

/**
 * The instances that hold calls which wait for answers of their agents. The state that an agent brings back with the
 * answers names the holder.
 */
@Injectable()
export class CallHolders {
  constructor(private readonly instances: HandOver) {}

  /**
   * Hands a request over if it goes on with a call that another instance holds, and resolves with true. Otherwise, or if
   * that instance is not up, resolves with false. Rejects with an `EdgeError` (502 or 503) if the holder does not answer.
   */
  handOver(exchange: McpExchange): Promise<boolean> | false {
    const { own } = this.instances;
    // What another instance has handed over goes no further.
    if (own === undefined || isForwarded(exchange.request)) return false;
    const { agent, offer, body } = exchange;
    if (body === undefined) return false;
    const asking = { tenantId: agent.tenantId, principalId: agent.id };
    const holder = offer.holderOf(body as JSONRPCMessage, asking);
    if (holder === undefined || own.endsWith(holder)) return false;
    return this.instances.handOver(exchange, (instance) => instance.endsWith(holder), 'the call');
  }
}
