import type { Request } from 'express';
import type { IdentitySource } from './identities.ts';
import type { PeerSender, Principal } from './principal.ts';

const FORWARDED = Symbol('sender of a request from another instance');

type ForwardedRequest = Request & { [FORWARDED]?: PeerSender };

/** Remembers that the request comes from another instance, and for whom. */
export function markForwarded(request: Request, sender: PeerSender): void {
  (request as ForwardedRequest)[FORWARDED] = sender;
}

/** Whether another instance has sent the request for itself. */
export function isFromInstance(request: Request): boolean {
  return (request as ForwardedRequest)[FORWARDED]?.kind === 'instance';
}

/** Whether another instance has handed the request over. Such a request goes no further. */
export function isForwarded(request: Request): boolean {
  return (request as ForwardedRequest)[FORWARDED] !== undefined;
}

/** Identifies the principal of a request that another instance has handed over. */
export class ForwardedSource<P extends Principal> implements IdentitySource<P> {
  constructor(private readonly kind: P['kind']) {}

  find(request: Request): P | undefined {
    const principal = (request as ForwardedRequest)[FORWARDED];
    return principal?.kind === this.kind ? (principal as P) : undefined;
  }
}
