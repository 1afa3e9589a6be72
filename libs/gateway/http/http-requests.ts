import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { urlToHttpOptions } from 'node:url';
import type { MessageHeaders, UpstreamAddress } from '../link/upstream-link.ts';
import { NO_CODING } from './decoded-body.ts';
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
  /** The URL without what may be a secret: user, password and query. */
  readonly target: string;
  readonly address: UpstreamAddress;
  readonly #protocol: typeof http | typeof https;
  /** What all requests have in common, so that the URL is taken apart once. */
  readonly #common: RequestOptions;
  #headers: MessageHeaders;

  /** `headers` are those of the configuration, which go up with each request. */
  constructor(url: string, headers: MessageHeaders = {}) {
    const { protocol, origin, pathname, hostname, port } = new URL(url);
    this.target = origin + pathname;
    this.address = { host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
    this.#protocol = protocol === 'https:' ? https : http;
    const kept = { keepAlive: true, timeout: KEPT_MS, maxFreeSockets: MAX_KEPT, ...proxies(process.env) };
    this.#common = { ...urlToHttpOptions(new URL(url)), agent: new this.#protocol.Agent(kept) };
    this.#headers = headers;
  }

  /** Other headers of the configuration go up from now on. */
  useHeaders(headers: MessageHeaders): void {
    this.#headers = headers;
  }

  /** Resolves with the response once its headers have arrived. Rejects with an `UpstreamFault`. */
  send({ method, headers, body, signal }: HttpRequest): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const outgoing = this.#protocol.request({
      ...this.#common,
      method,
      headers: {
        ...NO_CODING,
        ...this.#headers,
        ...headers,
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
    });
    endWith(signal, outgoing);
    let isConnected = false;
    outgoing.on('socket', (socket) => whenConnected(socket, outgoing, () => (isConnected = true)));
    outgoing.on('response', resolve);
    outgoing.on('error', (error) => reject(faultOfRequest(error, this.target, isConnected)));
    outgoing.end(body);
    return promise;
  }
}

/** The variables that name proxies, where the operator wants them used: an agent of our own does not look at them itself. */
function proxies(env: NodeJS.ProcessEnv): Pick<http.AgentOptions, 'proxyEnv'> {
  return env['NODE_USE_ENV_PROXY'] === '1' ? { proxyEnv: env } : {};
}

/** Destroys a request when the signal aborts. The option of Node.js for it costs several times as much. */
function endWith(signal: AbortSignal, outgoing: ClientRequest): void {
  const end = (): void => void outgoing.destroy(new DOMException('The request was given up', 'AbortError'));
  if (signal.aborted) return end();
  signal.addEventListener('abort', end);
  outgoing.on('close', () => signal.removeEventListener('abort', end));
}

/** Destroys a request whose connection cannot be made in time. */
function whenConnected(socket: Socket, outgoing: ClientRequest, onConnected: () => void): void {
  if (outgoing.reusedSocket || !socket.connecting) return onConnected();
  const connecting = setTimeout(
    () => outgoing.destroy(new Error('It does not accept connections')),
    CONNECT_MS,
  );
  outgoing.on('close', () => clearTimeout(connecting));
  socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
    clearTimeout(connecting);
    onConnected();
  });
}
