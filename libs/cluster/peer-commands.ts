import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Principal } from '#edge';
import { answerInTime } from './answer-in-time.ts';
import { PeerLostError } from './peer-lost-error.ts';
import { PeerRequests } from './peer-requests.ts';
import type { Peer } from './peers.ts';

/** A command, as its route takes it. */
export interface PeerCommand {
  method: string;
  /** The path with the query. */
  url: string;
  /** The names by which the client has reached this instance. */
  host: string;
  /** The admin or agent for whom it is carried out. */
  principal: Principal;
  body: object;
  /** Milliseconds within which the other instance must answer. Default: until it is given up. */
  timeoutMs?: number;
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
  async send(
    peer: Peer,
    { method, url, host, principal, body, timeoutMs }: PeerCommand,
  ): Promise<PeerAnswer> {
    const bytes = Buffer.from(JSON.stringify(body));
    const headers = {
      host,
      'content-type': 'application/json',
      'content-length': String(bytes.length),
    };
    const sent = this.requests.send(peer, { method, url, headers, principal, body: bytes });
    try {
      return await answerInTime(sent, readAnswer, timeoutMs);
    } catch (cause) {
      throw new PeerLostError(`Instance ${peer.instance} has not answered`, { cause });
    }
  }
}

async function readAnswer(answer: IncomingMessage): Promise<PeerAnswer> {
  return { status: answer.statusCode ?? 0, body: JSON.parse(await text(answer)) as unknown };
}
