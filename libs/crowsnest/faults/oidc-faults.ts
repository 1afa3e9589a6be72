import { OidcSchema } from '#admin';
import type { CrowsnestOptions } from '../crowsnest-options.ts';
import type { OptionFault } from '../options-error.ts';

const REMEDY =
  'Give { providers: [{ name: "corp", issuer: "https://id.example.com", clientId: "crowsnest", clientSecret: "…", ' +
  'roles: [{ value: "sre", role: "admin" }] }] }.';

/** Returns the faults of sign-in with OpenID Connect. The texts contain no secret. */
export function oidcFaults({ signIn }: CrowsnestOptions): OptionFault[] {
  const { oidc, tokens = [] } = signIn ?? {};
  if (oidc === undefined) return [];
  const { success, error } = OidcSchema.safeParse(oidc);
  if (!success)
    return error.issues.map(({ path, message }) => {
      const place = path
        .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
        .join('');
      return { option: `signIn.oidc${place}`, problem: message, remedy: REMEDY };
    });
  if (oidc.tokens !== 'off' || tokens.length === 0) return [];
  const problem = 'is off, but signIn.tokens has tokens';
  return [{ option: 'signIn.oidc.tokens', problem, remedy: 'Leave out one of the two.' }];
}
