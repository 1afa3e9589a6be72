import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { PeerCommands, PeerLostError, Peers } from '#cluster';
import { Edge, type AgentPrincipal } from '#edge';
import { SessionDirectory, SessionRegistry } from '#sessions';
import type { McpExchange } from '../mcp-exchange.ts';

/** Milliseconds within which another instance must have ended a session. */
const ANSWER_MS = 1_000;

const CONFLICT = 409;

/**
 * Makes room for a session where there is a limit: the longest idle session of the same agent gives way, in whichever
 * instance it is open. An instance asks another one by a DELETE without a session.
 */
@Injectable()
export class SessionRoom {
  constructor(
    private readonly sessions: SessionRegistry,
    private readonly directory: SessionDirectory,
    private readonly peers: Peers,
    private readonly commands: PeerCommands,
    private readonly edge: Edge,
  ) {}

  /** Ends the longest idle session of the agent; resolves with false if it has none. */
  async make(exchange: McpExchange): Promise<boolean> {
    const { own } = this.peers;
    const { id } = exchange.agent;
    if (own === undefined) return this.#endHere(id);
    for (const instance of this.directory.instancesWithIdle(id, 'protocol'))
      if (instance === own ? this.#endHere(id) : await this.#endAt(instance, exchange)) return true;
    // The log may not have told of a session that is open here.
    return this.#endHere(id);
  }

  /** Answers another instance that needs room. */
  answer({ id }: AgentPrincipal, response: Response): void {
    response.status(this.#endHere(id) ? 200 : CONFLICT).json({});
  }

  #endHere(principalId: string): boolean {
    return this.sessions.expireLongestIdle(principalId, 'protocol');
  }

  async #endAt(instance: string, { request, agent }: McpExchange): Promise<boolean> {
    const peer = await this.peers.find((one) => one === instance);
    if (!peer) return false;
    const command = { method: 'DELETE', url: this.edge.endpointPath, host: request.headers.host ?? '' };
    try {
      const answer = await this.commands.send(peer, {
        ...command,
        principal: agent,
        body: {},
        timeoutMs: ANSWER_MS,
      });
      return answer.status === 200;
    } catch (error) {
      if (error instanceof PeerLostError) return false;
      throw error;
    }
  }
}
