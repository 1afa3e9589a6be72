import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenVerifier } from './bearer-source.ts';
import type { Principal } from './principal.ts';

/** A configured secret and the principal that it identifies. */
export interface SecretOf<P extends Principal> {
  secret: string;
  principal: P;
}

/** Identifies principals by configured secrets. It stores only digests. */
export class SecretVerifier<P extends Principal> implements TokenVerifier<P> {
  readonly #known: readonly { digest: Buffer; principal: P }[];

  constructor(secrets: readonly SecretOf<P>[]) {
    this.#known = secrets.map(({ secret, principal }) => ({ digest: digestOf(secret), principal }));
  }

  /** Takes the same time for every token: it compares all digests, and they have the same length. */
  verify(token: string): P | undefined {
    const digest = digestOf(token);
    let found: P | undefined;
    for (const known of this.#known) if (timingSafeEqual(known.digest, digest)) found = known.principal;
    return found;
  }

  /** The principal with this id; `undefined` when its secret is withdrawn. */
  findById(id: unknown): P | undefined {
    return this.#known.find(({ principal }) => principal.id === id)?.principal;
  }
}

/** The id of a secret's principal: a digest with the server's key, which reveals nothing about the secret. */
export function principalIdOf(serverKey: string, kind: 'admin-token' | 'agent-key', secret: string): string {
  return createHmac('sha256', serverKey).update(`${kind}:${secret}`).digest('base64url');
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
