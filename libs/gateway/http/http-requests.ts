import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { MessageHeaders } from '../link/upstream-link.ts';
import { faultOfRequest } from './request-fault.ts';

/** Maximum time to connect, in milliseconds. An answer may take as long as it wants. */
const CONNECT_MS = 10_000;

/** Milliseconds for which a connection is kept for the next request: less than servers keep it, so that none is lost. */
const KEPT_MS = 4_000;
const MAX_KEPT = 64;

/** A request to an upstream. */
export interface HttpRequest {
  method: 'POST' | 'GET' | 'DELETE';
  headers: MessageHeaders;
  body?: string;
  signal: AbortSignal;
}

/**
 * Sends requests to the URL of an upstream, over connections that are kept. It follows no redirect, and waits for an
 * answer without an end.
 */
export class HttpRequests {
  readonly #url: URL;
  readonly #agent: http.Agent;
  readonly #headers: MessageHeaders;

  /** `headers` are those of the configuration, which go up with each request. */
  constructor(url: string, headers: MessageHeaders = {}) {
    this.#url = new URL(url);
    this.#headers = headers;
    const options = { keepAlive: true, timeout: KEPT_MS, maxFreeSockets: MAX_KEPT };
    this.#agent = this.#isTls ? new https.Agent(options) : new http.Agent(options);
  }

  /** The URL without what may be a secret: user, password and query. */
  get target(): string {
    return this.#url.origin + this.#url.pathname;
  }

  /** Resolves with the response once its headers have arrived. Rejects with an `UpstreamFault`. */
  send({ method, headers, body, signal }: HttpRequest): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const outgoing = (this.#isTls ? https : http).request(this.#url, {
      method,
      agent: this.#agent,
      signal,
      headers: {
        ...this.#headers,
        ...headers,
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
    });
    let isConnected = false;
    const connecting = setTimeout(
      () => outgoing.destroy(new Error('It does not accept connections')),
      CONNECT_MS,
    );
    outgoing.on('socket', (socket) => {
      const onConnected = (): void => {
        isConnected = true;
        clearTimeout(connecting);
      };
      if (outgoing.reusedSocket || !socket.connecting) onConnected();
      else socket.once(this.#isTls ? 'secureConnect' : 'connect', onConnected);
    });
    outgoing.on('response', resolve);
    outgoing.on('close', () => clearTimeout(connecting));
    outgoing.on('error', (error) => reject(faultOfRequest(error, this.target, isConnected)));
    outgoing.end(body);
    return promise;
  }

  get #isTls(): boolean {
    return this.#url.protocol === 'https:';
  }
}
