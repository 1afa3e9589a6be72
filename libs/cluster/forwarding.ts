import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Principal } from '#edge';
import { counted, Shutdown } from '#shutdown';
import { endToEnd } from './end-to-end-headers.ts';
import { PeerRequests } from './peer-requests.ts';
import type { Peer } from './peers.ts';
import { Relay } from './relay.ts';

/** A client's request with the principal that was identified, and the body that was read. */
export interface ClientExchange {
  request: Request;
  response: Response;
  principal: Principal;
  /** The body without any encoding, if there is one. */
  body: Buffer | undefined;
}

/** Hands requests of clients over to the instances that own what they ask for. */
@Injectable()
export class Forwarding {
  readonly #relays = new Set<Relay>();
  /** Those whose request is waited for at shutdown: not the endless streams. */
  readonly #answers = new Set<Promise<void>>();

  constructor(
    private readonly requests: PeerRequests,
    shutdown: Shutdown,
  ) {
    shutdown.during(
      'wait for running calls',
      () => this.#whenAnswered(),
      () => `${counted(this.#answers.size, 'answer')} of other instances`,
    );
    shutdown.during('end sessions', () => this.#endAll());
  }

  /**
   * Hands a request over, and passes the answer on. Resolves when the answer has begun. Rejects with a `PeerLostError`
   * if the other instance does not answer, and with an `EdgeError` (503) if there are too many or the process shuts down.
   */
  async forward(peer: Peer, { request, response, principal, body }: ClientExchange): Promise<void> {
    const sent = this.requests.send(peer, {
      method: request.method,
      url: request.originalUrl,
      headers: headersOf(request, body),
      principal,
      body,
    });
    const relay = new Relay(sent, response);
    this.#keep(relay, request, response);
    await relay.begun;
  }

  #keep(relay: Relay, { method }: Request, response: Response): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (method !== 'GET') this.#answers.add(promise);
    this.#relays.add(relay);
    response.once('close', () => {
      this.#relays.delete(relay);
      this.#answers.delete(promise);
      resolve();
    });
  }

  async #whenAnswered(): Promise<void> {
    await Promise.all(this.#answers);
  }

  #endAll(): void {
    for (const relay of this.#relays) relay.end();
  }
}

function headersOf(request: Request, body: Buffer | undefined): Record<string, string | string[]> {
  const headers = Object.fromEntries(
    endToEnd<string[] | string>(request.headers).filter(([, value]) => value !== undefined),
  ) as Record<string, string | string[]>;
  delete headers['content-length'];
  if (body === undefined) return headers;
  delete headers['content-encoding'];
  return { ...headers, 'content-length': String(body.length) };
}
