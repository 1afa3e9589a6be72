import type { Request } from 'express';
import { ANONYMOUS, AnonymousAgents } from './anonymous-agents.ts';

/** A request over a connection from one address to a server that listens on another. */
function requestOver(remoteAddress: string | undefined, listening: unknown): Request {
  return {
    headers: {},
    socket: { remoteAddress, server: { address: () => listening } },
  } as unknown as Request;
}

describe('AnonymousAgents', () => {
  const agents = new AnonymousAgents({ isOpen: false, isProxied: false });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.2', '127.0.0.1'],
    ['::1', '::1'],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1'],
  ])('accepts one from %s at %s', (remote, address) => {
    expect(agents.find(requestOver(remote, { address, port: 1 }))).toBe(ANONYMOUS);
  });

  // A forwarded port, a container's network or a tunnel ends at such an address.
  it.each([
    ['192.0.2.7', { address: '127.0.0.1', port: 1 }],
    ['::ffff:192.0.2.7', { address: '::1', port: 1 }],
    ['127.0.0.1', { address: '0.0.0.0', port: 1 }],
    ['127.0.0.1', { address: '::', port: 1 }],
    [undefined, { address: '127.0.0.1', port: 1 }],
    ['127.0.0.1.evil.example', { address: '127.0.0.1', port: 1 }],
    [undefined, '/run/shop.sock'],
    ['127.0.0.1', null],
  ])('refuses one from %s at %j, and names the remedy', (remote, listening) => {
    expect(() => agents.find(requestOver(remote, listening))).toThrow(
      /Configure AGENT_KEYS.*access\.anonymousAgents/,
    );
  });
});
