import { Agent as HttpAgent, request as requestHttp, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { Injectable } from '@nestjs/common';
import { EdgeError, PeerSeal, type PeerSender, type SealedRequest } from '#edge';
import { EventBus, inTime, type EventBatch } from '#events';
import { Shutdown } from '#shutdown';
import type { Peer } from './peers.ts';

/** A request to another instance. */
export interface PeerRequest extends SealedRequest {
  /** The agent or admin for whom it is sent, or this instance. */
  principal: PeerSender;
  body?: Buffer | undefined;
}

/** Maximum number of requests at a time to one instance. Each has a connection. */
const MAX_REQUESTS = 5_000;
/** Milliseconds within which a connection must be there. */
const CONNECT_MS = 2_000;
/** Maximum number of connections to one instance that wait for another request. */
const MAX_IDLE = 64;
/** Seconds after which a client that was refused may try again. */
const RETRY_AFTER_S = 1;

const AGENT = { keepAlive: true, maxFreeSockets: MAX_IDLE };

/** Sends requests to other instances, over connections that are kept. It ends those to an instance that has gone. */
@Injectable()
export class PeerRequests {
  readonly #http = new HttpAgent(AGENT);
  readonly #https = new HttpsAgent(AGENT);
  readonly #open = new Map<string, Set<ClientRequest>>();

  constructor(
    private readonly seal: PeerSeal,
    bus: EventBus,
    shutdown: Shutdown,
  ) {
    bus.on('committed', 'Requests to other instances', (batch) => this.#endThoseOf(batch));
    shutdown.during('close the log', () => this.#close());
  }

  /** Sends a request. Throws an `EdgeError`, 503, if there are too many to that instance. */
  send(
    { instance, url }: Peer,
    { principal, body, method, headers, ...request }: PeerRequest,
  ): ClientRequest {
    const path = asciiOf(request.url);
    const open = this.#open.get(instance) ?? new Set();
    if (open.size >= MAX_REQUESTS) throw tooManyRequests(instance);
    const target = new URL(url);
    const isSecure = target.protocol === 'https:';
    const sealed = { ...headers, ...this.seal.seal({ method, url: path, headers }, principal) };
    const sent = (isSecure ? requestHttps : requestHttp)({
      agent: isSecure ? this.#https : this.#http,
      host: target.hostname.replace(/^\[|\]$/g, ''),
      port: target.port,
      // The Host header is that of the client, which no certificate of an instance names.
      ...(isSecure && { servername: target.hostname }),
      method,
      path,
      headers: sealed,
    });
    this.#open.set(instance, open.add(sent));
    sent.once('close', () => this.#forget(instance, sent));
    limitConnecting(sent);
    sent.end(body);
    return sent;
  }

  #forget(instance: string, request: ClientRequest): void {
    const open = this.#open.get(instance);
    open?.delete(request);
    if (open?.size === 0) this.#open.delete(instance);
  }

  #endThoseOf(batch: EventBatch): void {
    if (this.#open.size === 0 || !batch.holds('instance:down')) return;
    for (const { event } of batch.events)
      if (event.type === 'instance:down')
        for (const request of this.#open.get(event.data.instance) ?? [])
          request.destroy(new Error(`Instance ${event.data.instance} has gone`));
  }

  #close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

/** A client may send other bytes in a URL, which Node.js reads but does not send. */
function asciiOf(url: string): string {
  return url.replace(/[^!-~]/g, encodeURIComponent);
}

function limitConnecting(request: ClientRequest): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const event of ['connect', 'close']) socket.once(event, resolve);
    const late = (): unknown => request.destroy(new Error(`No connection within ${CONNECT_MS} ms`));
    void inTime(promise, CONNECT_MS, late);
  });
}

function tooManyRequests(instance: string): EdgeError {
  const message = `Instance ${instance} has ${MAX_REQUESTS} requests from this one. Try again in ${RETRY_AFTER_S} s.`;
  return new EdgeError(503, 'TOO_MANY_FORWARDED', message, { retryAfterSeconds: RETRY_AFTER_S });
}
