import { HttpException, Injectable } from '@nestjs/common';
import { PeerCommands, PeerLostError, Peers, type Peer, type PeerAnswer } from '#cluster';
import { clientNetworkOf, EdgeError, isForwarded } from '#edge';
import type { AdminCommand } from './admin-command.ts';

/** Milliseconds that a command waits for the part of other instances. */
const TELL_MS = 1_000;

/** 502: an instance does not answer that has to carry a command out, or may have to. */
function ownerSilent(instance: string, relation = 'which this belongs to'): EdgeError {
  const message =
    `Instance ${instance}, ${relation}, does not answer. If it is up, set CROWSNEST_PEER_URL and ` +
    'CROWSNEST_CLUSTER_SECRET on every instance.';
  return new EdgeError(502, 'OWNER_SILENT', message);
}

/** Has the commands of admins carried out by the instances that own what they are about. */
@Injectable()
export class OwnerCommands {
  constructor(
    private readonly peers: Peers,
    private readonly commands: PeerCommands,
  ) {}

  /** Whether another instance has to carry the command out. */
  isElsewhere(instance: string | undefined, { request }: AdminCommand): instance is string {
    return instance !== undefined && instance !== this.peers.own && !isForwarded(request);
  }

  /** Resolves with the answer of the instance if it accepts the command; rejects with its refusal, or with 502. */
  async carryOut<T>(instance: string, command: AdminCommand): Promise<T> {
    const peer = await this.peers.find((other) => other === instance);
    const answer = peer && (await this.#ask(peer, command));
    if (!answer) throw ownerSilent(instance);
    return acceptedBy(answer) as T;
  }

  /**
   * Asks all other instances, because nothing says which of them knows what the command is about. Resolves with undefined
   * if none does. Rejects with 502 if one that may know it does not answer.
   */
  async carryOutAnywhere<T>(command: AdminCommand): Promise<T | undefined> {
    if (isForwarded(command.request)) return undefined;
    // What it is about may run at an instance that has joined just now.
    await this.peers.hear();
    const peers = this.peers.all();
    const answers = await Promise.all(peers.map((peer) => this.#ask(peer, command)));
    const answer = answers.find((one) => one !== undefined && one.status !== 404);
    if (answer) return acceptedBy(answer) as T;
    const silent = peers[answers.indexOf(undefined)];
    if (silent) throw ownerSilent(silent.instance, 'which may know it');
    return undefined;
  }

  /**
   * Asks some other instances to do their part of a command before this one does its own, which does not depend on
   * theirs. Resolves when they have, or after a second.
   */
  async tellFirst(instances: ReadonlySet<string>, command: AdminCommand): Promise<void> {
    const tell = async (instance: string): Promise<void> => {
      const peer = await this.peers.find((other) => other === instance);
      if (peer) await this.#ask(peer, command, TELL_MS);
    };
    const others = [...instances].filter((instance) => instance !== this.peers.own);
    await Promise.allSettled(others.map(tell));
  }

  async #ask(
    peer: Peer,
    { request, admin, reason, route }: AdminCommand,
    timeoutMs?: number,
  ): Promise<PeerAnswer | undefined> {
    const { method, url } = route ?? { method: request.method, url: request.originalUrl };
    const body = reason === undefined ? {} : { reason };
    // The sign-in was checked here, and its cookie stays here.
    const principal = { ...admin, signIn: null, from: clientNetworkOf(request) };
    const command = { method, url, host: request.headers.host ?? '', principal, body };
    try {
      return await this.commands.send(peer, { ...command, ...(timeoutMs !== undefined && { timeoutMs }) });
    } catch (error) {
      if (error instanceof PeerLostError) return undefined;
      throw error;
    }
  }
}

function acceptedBy({ status, body }: PeerAnswer): unknown {
  if (status !== 202) throw new HttpException(body as Record<string, unknown>, status);
  return body;
}
