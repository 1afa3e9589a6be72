import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { AdminPrincipal } from '#edge';
import { PeerLostError } from './peer-lost-error.ts';
import { PeerRequests } from './peer-requests.ts';
import type { Peer } from './peers.ts';

/** A command of an admin, as its route takes it. */
export interface PeerCommand {
  method: string;
  /** The path with the query. */
  url: string;
  /** The names by which the admin has reached this instance. */
  host: string;
  admin: AdminPrincipal;
  body: object;
}

/** What another instance has answered. */
export interface PeerAnswer {
  status: number;
  /** Parsed JSON. */
  body: unknown;
}

/** Has commands carried out by other instances. */
@Injectable()
export class PeerCommands {
  constructor(private readonly requests: PeerRequests) {}

  /** Rejects with a `PeerLostError` if the other instance does not answer. */
  async send(peer: Peer, { method, url, host, admin, body }: PeerCommand): Promise<PeerAnswer> {
    const bytes = Buffer.from(JSON.stringify(body));
    const headers = {
      host,
      'content-type': 'application/json',
      'content-length': String(bytes.length),
    };
    // The sign-in was checked here, and its cookie stays here.
    const principal = { ...admin, signIn: null };
    const sent = this.requests.send(peer, { method, url, headers, principal, body: bytes });
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    sent.once('response', resolve);
    sent.on('error', reject);
    try {
      const answer = await promise;
      return { status: answer.statusCode ?? 0, body: JSON.parse(await text(answer)) as unknown };
    } catch (cause) {
      throw new PeerLostError(`Instance ${peer.instance} has not answered`, { cause });
    }
  }
}
