import { principalIdOf, keptSecret, SecretVerifier, type AdminPrincipal } from '#edge';
import type { AdminToken, SignInOptions } from './sign-in-options.ts';

/** The tokens that admins sign in with. */
export class AdminTokens extends SecretVerifier<AdminPrincipal> {
  /** The token that the server made because none was configured. Only the sign-in line shows it. */
  readonly generatedToken: string | null;

  /** `serverKey` derives the ids of the principals. */
  constructor(tokens: readonly AdminToken[], serverKey: string, generatedToken: string | null = null) {
    super(
      tokens.map(({ token, name, role, tenantId }) => {
        const id = principalIdOf(serverKey, 'admin-token', token);
        return { secret: token, principal: { kind: 'admin', id, name, role, tenantId, signIn: null } };
      }),
    );
    this.generatedToken = generatedToken;
  }

  /** The configured tokens, or the one that the data directory keeps. Makes that one when it is missing. */
  static open({ tokens, dataDirectory }: SignInOptions, serverKey: string): AdminTokens {
    if (tokens.length > 0) return new AdminTokens(tokens, serverKey);
    const token = keptSecret(dataDirectory, 'admin-token');
    return new AdminTokens([{ token, name: 'admin', role: 'admin', tenantId: null }], serverKey, token);
  }
}
