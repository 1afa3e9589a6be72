import { z } from 'zod';
import { isIssuerUrl, TOKEN_ALGORITHMS, type AuthorizationOptions, type IssuerOptions } from '#edge';
import { scope, tenantName } from './holder-values.ts';
import type { Member } from './member.ts';

const url = z.string({ error: 'is not a text' }).refine(isIssuerUrl, {
  error: 'is not an https URL, or an http URL on loopback, without query and fragment',
});

const claim = z.string({ error: 'is not a text' }).min(1, { error: 'is empty' });

const Issuer = z
  .strictObject({
    issuer: url.describe('The URL of the authorization server, exactly as in the claim `iss`.'),
    audience: z
      .array(claim, { error: 'is not a list' })
      .min(1, { error: 'is empty' })
      .describe('The values of `aud` that mean this server. Default: `resource`.')
      .optional(),
    jwksUri: url.describe('Where its keys are. Default: where its metadata says.').optional(),
    algorithms: z
      .array(z.enum(TOKEN_ALGORITHMS, { error: `is none of ${TOKEN_ALGORITHMS.join(', ')}` }), {
        error: 'is not a list',
      })
      .min(1, { error: 'is empty' })
      .optional(),
    tenantClaim: claim.describe('The claim with the tenant of the agent.').optional(),
    tenant: tenantName.describe('The tenant of agents whose token does not have the claim.').optional(),
    nameClaim: claim.describe('The claim with the name that people see. Default: the client id.').optional(),
  })
  .refine(({ tenantClaim, tenant }) => tenantClaim !== undefined || tenant !== undefined, {
    error: 'has neither tenantClaim nor tenant',
  })
  .transform((issuer) => issuer as IssuerOptions);

/** The authorization servers of the configuration file. */
export const AUTHORIZATION = {
  schema: z
    .strictObject({
      issuers: z
        .array(Issuer, { error: 'is not a list' })
        .min(1, { error: 'is empty' })
        .refine((issuers) => new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length, {
          error: 'names the same issuer twice',
        }),
      resource: url
        .describe('The URL of `/mcp` as agents know it. Default: `/mcp` at `CROWSNEST_PUBLIC_URL`.')
        .optional(),
      scopesSupported: z
        .array(scope, { error: 'is not a list' })
        .describe('The scopes that clients ask for first.')
        .optional(),
    })
    .transform((options) => options as AuthorizationOptions),
  meaning:
    'Authorization servers (OAuth 2.1) whose access tokens agents may send in place of a key. Read again when the file changes.',
  remedy:
    'Give { "issuers": [{ "issuer": "https://login.example.com", "tenantClaim": "org" }] }; audience, jwksUri, ' +
    'algorithms, tenant and nameClaim may follow, and resource and scopesSupported beside issuers.',
} satisfies Member<AuthorizationOptions>;
