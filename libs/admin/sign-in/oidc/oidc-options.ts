import { z } from 'zod';
import { ADMIN_ROLES } from '#contract';
import { isLoopback, TENANT } from '#edge';
import { clientSecretOf } from './client-secret.ts';

/** Milliseconds after which a provider is asked again about a person who is signed in, if the options do not say. */
export const DEFAULT_RECHECK_MS = 15 * 60_000;

/** The claim that holds a person's groups, if the options do not say. */
export const DEFAULT_CLAIM = 'groups';

/** The scopes that a provider is asked for, if the options do not say. */
export const DEFAULT_SCOPES = ['openid', 'profile', 'email'];

const LONGEST_RECHECK_MS = 12 * 60 * 60_000;
const NOT_A_TEXT = 'is not a text of 1 to 1,000 printable characters';
const NOT_A_RECHECK = `is not a whole number from 1000 to ${LONGEST_RECHECK_MS}`;

const text = z.string({ error: NOT_A_TEXT }).regex(/^[^\p{C}]{1,1000}$/u, { error: NOT_A_TEXT });

const Role = z.strictObject({
  value: text.describe('What the claim holds, such as the name or id of a group.'),
  role: z.enum(ADMIN_ROLES, { error: `is none of ${ADMIN_ROLES.join(', ')}` }),
  tenant: z
    .string({ error: 'is not a text' })
    .regex(TENANT, { error: 'is not 1 to 64 of A-Z a-z 0-9 . _ -' })
    .describe('The only tenant that these people see; all if it is missing.')
    .optional(),
});

const Provider = z
  .strictObject({
    name: z
      .string({ error: 'is not a text' })
      .regex(/^[a-z\d-]{1,32}$/, { error: 'is not 1 to 32 of a-z 0-9 -' })
      .describe('Part of the redirect URL: /auth/oidc/NAME/callback.'),
    title: text
      .max(60, { error: 'has more than 60 characters' })
      .describe('What the button says: “Sign in with TITLE”. Default: the name.')
      .optional(),
    issuer: z
      .string({ error: 'is not a text' })
      .refine(isIssuer, { error: 'is not an https URL without query (http only on this machine)' })
      .describe('The issuer, as the provider states it in its discovery document.'),
    clientId: text,
    clientSecret: text.describe('Without any secret the client is a public one.').optional(),
    clientSecretFile: text.describe('A file that holds the secret.').optional(),
    clientSecretVariable: text.describe('An environment variable that holds the secret.').optional(),
    scopes: z
      .array(z.string().regex(/^[!#-[\]-~]+$/, { error: 'is not a scope' }), { error: 'is not a list' })
      .refine((scopes) => scopes.includes('openid'), { error: 'lacks openid' })
      .describe('Default: openid, profile, email. Some providers need offline_access to re-check silently.')
      .optional(),
    claim: text
      .describe('The claim with groups or roles. A dot leads into an object. Default: groups.')
      .optional(),
    roles: z
      .array(Role, { error: 'is not a list' })
      .min(1, { error: 'has no entry, so nobody could sign in' })
      .describe('The first entry whose value the claim holds decides role and tenant.'),
    nameClaim: text
      .describe('The claim with the name that people see. Default: preferred_username, email, name or sub.')
      .optional(),
    recheckMs: z
      .int({ error: NOT_A_RECHECK })
      .min(1000, { error: NOT_A_RECHECK })
      .max(LONGEST_RECHECK_MS, { error: NOT_A_RECHECK })
      .describe('After how many milliseconds the provider is asked again. Default: 900000 (15 minutes).')
      .optional(),
  })
  .superRefine((provider, context) => {
    const secret = clientSecretOf(provider);
    if (secret.kind === 'fault') context.addIssue({ code: 'custom', message: secret.problem });
  });

/** The form of the options for sign-in with OpenID Connect. The issues name the fault without showing a secret. */
export const OidcSchema = z.strictObject({
  providers: z
    .array(Provider, { error: 'is not a list' })
    .min(1, { error: 'names no provider' })
    .max(20, { error: 'names more than 20 providers' })
    .refine((providers) => new Set(providers.map(({ name }) => name)).size === providers.length, {
      error: 'has the same name twice',
    }),
  tokens: z
    .literal('off', { error: 'is not off' })
    .describe('Admins sign in at the providers only: no token opens the console or an admin route.')
    .optional(),
});

/** Sign-in with OpenID Connect. */
export type OidcOptions = z.input<typeof OidcSchema>;

/** A provider of identities, such as Keycloak or Entra ID, and who may do what. */
export type OidcProviderOptions = OidcOptions['providers'][number];

function isIssuer(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { protocol, hostname, search, hash, username } = new URL(issuer);
  if (search !== '' || hash !== '' || username !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')));
}
