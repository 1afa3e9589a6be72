import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { ROUTES } from '#contract';
import { Edge } from '#edge';
import { answerInTime } from './answer-in-time.ts';
import { PeerLostError } from './peer-lost-error.ts';
import { PeerRequests } from './peer-requests.ts';
import { Peers, type Peer } from './peers.ts';

/** Takes what another instance tells, and returns what it is answered: both are parsed JSON. */
export type NoticeHandler = (content: unknown) => unknown;

/** Milliseconds within which a notice must be answered. */
const ANSWER_MS = 1_000;

/** Tells the other instances what they cannot learn from the log. Each kind of notice has one handler. */
@Injectable()
export class PeerNotices {
  readonly #handlers = new Map<string, NoticeHandler>();

  constructor(
    private readonly requests: PeerRequests,
    private readonly peers: Peers,
    private readonly edge: Edge,
  ) {}

  /** Sets the handler of a kind. Call it in a constructor. */
  handle(kind: string, handler: NoticeHandler): void {
    this.#handlers.set(kind, handler);
  }

  /** The handler of a kind; undefined if this version has none. */
  handlerOf(kind: string): NoticeHandler | undefined {
    return this.#handlers.get(kind);
  }

  /**
   * Tells one instance, and resolves with its answer. Rejects with a `PeerLostError` if that does not come within a
   * second, or is a refusal.
   */
  async tell(peer: Peer, kind: string, content: unknown): Promise<unknown> {
    const body = Buffer.from(JSON.stringify(content));
    const headers = {
      host: new URL(peer.url).host,
      'content-type': 'application/json',
      'content-length': String(body.length),
      'content-digest': digestOf(body),
    };
    const url = `${this.edge.base}${ROUTES.peerNotices}/${kind}`;
    const principal = { kind: 'instance', id: this.peers.own ?? '' } as const;
    const sent = this.requests.send(peer, { method: 'POST', url, headers, principal, body });
    try {
      return await answerInTime(sent, contentOf, ANSWER_MS);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new PeerLostError(`Instance ${peer.instance} at ${peer.url} has not taken a notice: ${reason}`, {
        cause,
      });
    }
  }
}

/** The `Content-Digest` of a body (RFC 9530), which the signature of a request covers. */
export function digestOf(body: Buffer): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

/** What an instance says to a notice that it does not believe. */
const NOT_BELIEVED =
  'it has answered 404. All instances need the same CROWSNEST_CLUSTER_SECRET, and each a CROWSNEST_PEER_URL that leads to itself';

async function contentOf(answer: IncomingMessage): Promise<unknown> {
  const body = await text(answer);
  if (answer.statusCode === 404) throw new Error(NOT_BELIEVED);
  if (answer.statusCode !== 200) throw new Error(`it has answered ${answer.statusCode}`);
  return JSON.parse(body) as unknown;
}
