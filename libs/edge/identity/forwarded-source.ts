import type { Request } from 'express';
import type { IdentitySource } from './identities.ts';
import type { Principal } from './principal.ts';

const FORWARDED = Symbol('principal of a forwarded request');

type ForwardedRequest = Request & { [FORWARDED]?: Principal };

/** Remembers that another instance has handed the request over, and for whom. */
export function markForwarded(request: Request, principal: Principal): void {
  (request as ForwardedRequest)[FORWARDED] = principal;
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
