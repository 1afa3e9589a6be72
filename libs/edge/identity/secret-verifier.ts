import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenVerifier } from './bearer-source.ts';
import type { Principal } from './principal.ts';

/** A configured secret and the principal who presents it. */
export interface SecretOf<P extends Principal> {
  secret: string;
  principal: P;
}

/** Knows principals by configured secrets. It keeps digests, not the secrets. */
export class SecretVerifier<P extends Principal> implements TokenVerifier<P> {
  readonly #known: readonly { digest: Buffer; principal: P }[];

  constructor(secrets: readonly SecretOf<P>[]) {
    this.#known = secrets.map(({ secret, principal }) => ({ digest: digestOf(secret), principal }));
  }

  /** Takes the same time for every token: all digests are compared, and they have one length. */
  verify(token: string): P | undefined {
    const digest = digestOf(token);
    let found: P | undefined;
    for (const known of this.#known) if (timingSafeEqual(known.digest, digest)) found = known.principal;
    return found;
  }

  /** The principal with that id; `undefined` once its secret is withdrawn. */
  findById(id: unknown): P | undefined {
    return this.#known.find(({ principal }) => principal.id === id)?.principal;
  }
}

/** The id of a secret's principal: its digest with the server's key, which says nothing about the secret. */
export function principalIdOf(serverKey: string, kind: 'admin-token' | 'agent-key', secret: string): string {
  return createHmac('sha256', serverKey).update(`${kind}:${secret}`).digest('base64url');
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
