import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenVerifier } from './bearer-source.ts';
import type { Principal } from './principal.ts';

/** A secret as it is configured: itself, or the SHA-256 of its UTF-8 text in lower-case hex. */
export type Secret = { secret: string } | { sha256: string };

/** A configured secret and the principal that it identifies. */
export interface SecretOf<P extends Principal> {
  digest: Buffer;
  principal: P;
  /** From then on it identifies nobody: milliseconds since 1970. */
  expiresAt?: number;
}

/** Identifies principals by configured secrets. It stores only digests. */
export class SecretVerifier<P extends Principal> implements TokenVerifier<P> {
  #known: readonly SecretOf<P>[];

  constructor(secrets: readonly SecretOf<P>[]) {
    this.#known = secrets;
  }

  /** Takes the same time for every token: it compares all digests, and they have the same length. */
  verify(token: string): P | undefined {
    const digest = digestOf({ secret: token });
    let found: SecretOf<P> | undefined;
    for (const known of this.#known) if (timingSafeEqual(known.digest, digest)) found = known;
    return found && isValid(found) ? found.principal : undefined;
  }

  /** The principal with this id; `undefined` when its secret is withdrawn or has expired. */
  findById(id: unknown): P | undefined {
    return this.#known.find((known) => known.principal.id === id && isValid(known))?.principal;
  }

  /** When the secret of the principal with this id expires, in milliseconds since 1970; `undefined` if it does not. */
  expiryOf(id: string): number | undefined {
    return this.#known.find(({ principal }) => principal.id === id)?.expiresAt;
  }

  /**
   * Equal for the same secrets of the same principals, in whatever order. It reveals nothing about a secret, as the ids of
   * principals do not.
   */
  get fingerprint(): string {
    const all = this.#known.map(({ principal }) => JSON.stringify(principal)).toSorted();
    return createHash('sha256').update(JSON.stringify(all)).digest('base64url');
  }

  /** Every secret, also those that have expired. */
  protected get known(): readonly SecretOf<P>[] {
    return this.#known;
  }

  /** Puts others in the place of all secrets. */
  protected replace(secrets: readonly SecretOf<P>[]): void {
    this.#known = secrets;
  }
}

/** The digest by which a secret is known. */
export function digestOf(secret: Secret): Buffer {
  if ('sha256' in secret) return Buffer.from(secret.sha256, 'hex');
  return createHash('sha256').update(secret.secret).digest();
}

/** What the digest of a principal's id is of. */
export type PrincipalSource = 'admin-token' | 'agent-key' | 'access-token' | 'ingest-key';

/** The id of a principal: made of a digest with the server's key, so it reveals nothing about a secret. */
export function principalIdOf(serverKey: string, kind: PrincipalSource, digest: Buffer): string {
  return createHmac('sha256', serverKey).update(`${kind}:`).update(digest).digest('base64url');
}

function isValid({ expiresAt = Infinity }: { expiresAt?: number }): boolean {
  return Date.now() < expiresAt;
}
