import type { Server, Socket } from 'node:net';
import type { Request } from 'express';
import { isLoopback } from '../access/loopback.ts';
import { unauthenticated } from '../errors/edge-error.ts';
import type { IdentitySource } from './identities.ts';
import type { AgentPrincipal } from './principal.ts';

/** The agent of every request where no keys are configured. */
const ANONYMOUS: AgentPrincipal = {
  kind: 'agent',
  id: 'anonymous',
  name: 'anonymous',
  tenantId: 'default',
};

/** Headers by which a proxy says that it passes on the request of somebody else. */
const PROXY_HEADERS = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-server',
  'x-original-forwarded-for',
  'x-envoy-external-address',
  'x-cluster-client-ip',
  'x-client-ip',
  'x-real-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'fly-client-ip',
  'forwarded',
  'via',
];

/**
 * Serves agents without a key. By default only those on this machine: the peer of the socket and the address
 * that the server listens on are loopback, and nothing says that a proxy stands between.
 */
export class AnonymousAgents implements IdentitySource<AgentPrincipal> {
  /** Whether a connection begins and ends on this machine. Each is asked for once. */
  readonly #isLocal = new WeakMap<Socket, boolean>();

  /** `isOpen` serves anonymous agents from everywhere; `isProxied` says that others come in through a proxy. */
  constructor(private readonly options: { isOpen: boolean; isProxied: boolean }) {}

  /** Throws 401 for a request from elsewhere. */
  find(request: Request): AgentPrincipal {
    if (this.options.isOpen || this.#isFromThisMachine(request)) return ANONYMOUS;
    throw unauthenticated(
      'Unauthorized: anonymous agents are served on this machine alone. Configure AGENT_KEYS (mcp.agentKeys) and ' +
        'send a key as "Authorization: Bearer KEY"; or listen on 127.0.0.1 without a proxy; or let everybody in ' +
        "by access.anonymousAgents: 'everywhere'.",
    );
  }

  #isFromThisMachine({ socket, headers }: Request): boolean {
    if (this.options.isProxied || PROXY_HEADERS.some((name) => headers[name] !== undefined)) return false;
    let isLocal = this.#isLocal.get(socket);
    if (isLocal === undefined) this.#isLocal.set(socket, (isLocal = isLocalConnection(socket)));
    return isLocal;
  }
}

function isLocalConnection(socket: Socket): boolean {
  // Node gives each accepted socket the server that it belongs to; the types do not say so.
  const address = (socket as Socket & { server?: Server }).server?.address();
  if (typeof address !== 'object' || address === null) return false;
  return isLoopbackAddress(address.address) && isLoopbackAddress(socket.remoteAddress ?? '');
}

function isLoopbackAddress(address: string): boolean {
  return address !== '' && isLoopback(address.replace(/^::ffff:(?=\d+\.)/i, ''));
}
