import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AdminRole } from '#contract';
import { keptSecret } from './kept-secret.ts';
import type { AdminToken, SignInOptions } from './sign-in-options.ts';

/** What is known of a token's holder; the token itself is not kept. */
export interface TokenHolder {
  /** Tells the token apart in a cookie; useless without the server's key. */
  fingerprint: string;
  name: string;
  role: AdminRole;
  tenantId: string | null;
}

/** The tokens that admins sign in with. */
export class AdminTokens {
  /** The token that the server made because none was configured: for the sign-in line, and nothing else. */
  readonly generatedToken: string | null;
  readonly #holders: readonly (TokenHolder & { digest: Buffer })[];

  /** `key` is the server's secret that fingerprints are made with. */
  constructor(tokens: readonly AdminToken[], key: string, generatedToken: string | null = null) {
    this.generatedToken = generatedToken;
    this.#holders = tokens.map(({ token, name, role, tenantId }) => ({
      digest: digestOf(token),
      fingerprint: createHmac('sha256', key).update(`admin-token:${token}`).digest('base64url'),
      name,
      role,
      tenantId,
    }));
  }

  /** The configured tokens, or the one that the data directory keeps, made when it is missing. */
  static open({ tokens, dataDirectory }: SignInOptions, key: string): AdminTokens {
    if (tokens.length > 0) return new AdminTokens(tokens, key);
    const token = keptSecret(dataDirectory, 'admin-token');
    return new AdminTokens([{ token, name: 'admin', role: 'admin', tenantId: null }], key, token);
  }

  /** Who holds the token. The time taken tells nothing: every token is compared, by digests of one length. */
  find(token: string): TokenHolder | undefined {
    const digest = digestOf(token);
    let found: TokenHolder | undefined;
    for (const holder of this.#holders) if (timingSafeEqual(holder.digest, digest)) found = holder;
    return found;
  }

  /** Who holds the token of that fingerprint; `undefined` once it is withdrawn. */
  findByFingerprint(fingerprint: unknown): TokenHolder | undefined {
    return this.#holders.find((holder) => holder.fingerprint === fingerprint);
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
