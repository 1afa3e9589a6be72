import type { Server, Socket } from 'node:net';
import type { Request } from 'express';
import { isLoopback } from '../access/loopback.ts';
import { unauthenticated } from '../errors/edge-error.ts';
import type { IdentitySource } from './identities.ts';
import type { AgentPrincipal } from './principal.ts';

/** The agent of every request when no keys are configured. */
export const ANONYMOUS: AgentPrincipal = {
  kind: 'agent',
  id: 'anonymous',
  name: 'anonymous',
  tenantId: 'default',
};

/** Headers in which a proxy states that it forwards a request. */
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
 * Accepts agents without a key. By default only agents on this machine: both ends of the connection have loopback
 * addresses, and nothing indicates a proxy.
 */
export class AnonymousAgents implements IdentitySource<AgentPrincipal> {
  /** Whether both ends of a connection are on this machine, cached per connection. */
  readonly #isLocal = new WeakMap<Socket, boolean>();

  /** `isOpen` accepts anonymous agents from everywhere. `isProxied` says that other clients connect through a proxy. */
  constructor(private readonly options: { isOpen: boolean; isProxied: boolean }) {}

  /** Throws 401 for a request from another machine. */
  find(request: Request): AgentPrincipal {
    if (this.options.isOpen || this.#isFromThisMachine(request)) return ANONYMOUS;
    throw unauthenticated(
      'Unauthorized: anonymous agents are accepted only on this machine. Configure AGENT_KEYS (mcp.agentKeys) and ' +
        'send a key as "Authorization: Bearer KEY"; or listen on 127.0.0.1 without a proxy; or accept every ' +
        "agent with access.anonymousAgents: 'everywhere'.",
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
  // Node stores the server on each accepted socket, which its types do not declare.
  const address = (socket as Socket & { server?: Server }).server?.address();
  if (typeof address !== 'object' || address === null) return false;
  return isLoopbackAddress(address.address) && isLoopbackAddress(socket.remoteAddress ?? '');
}

function isLoopbackAddress(address: string): boolean {
  return address !== '' && isLoopback(address.replace(/^::ffff:(?=\d+\.)/i, ''));
}
