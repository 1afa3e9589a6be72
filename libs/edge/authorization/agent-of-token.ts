import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { TENANT } from '../identity/credential-forms.ts';
import type { AgentPrincipal } from '../identity/principal.ts';
import { principalIdOf } from '../identity/secret-verifier.ts';
import type { IssuerOptions } from './authorization-options.ts';

const NAME = /^[^\p{C}]{1,100}$/u;

/** Claims with the id of the client: of RFC 9068, OpenID Connect and Entra ID. */
const CLIENT_CLAIMS = ['client_id', 'azp', 'appid'];

/**
 * The agent of a verified token; a text that says what the token lacks. An agent is the same with each token of the same
 * issuer, subject, client and tenant.
 */
export function agentOfToken(
  claims: JWTPayload,
  { issuer, tenantClaim, tenant, nameClaim }: IssuerOptions,
  serverKey: string,
): Omit<AgentPrincipal, 'expiresAt'> | string {
  const client = CLIENT_CLAIMS.map((claim) => claims[claim]).find((value) => typeof value === 'string');
  const { sub = client } = claims;
  if (typeof sub !== 'string') return 'the token names neither a subject nor a client';
  const tenantId = (tenantClaim === undefined ? undefined : claims[tenantClaim]) ?? tenant;
  if (typeof tenantId !== 'string' || !TENANT.test(tenantId))
    return `the token has no tenant in "${tenantClaim}"`;
  const digest = createHash('sha256')
    .update(JSON.stringify([issuer, sub, client, tenantId]))
    .digest();
  const id = principalIdOf(serverKey, 'access-token', digest);
  const names = [nameClaim === undefined ? undefined : claims[nameClaim], client, sub];
  const name =
    names.find((value): value is string => typeof value === 'string' && NAME.test(value)) ?? tenantId;
  return { kind: 'agent', id, name, tenantId, scopes: scopesOf(claims) };
}

/** Scopes stand in `scope` as one text, or in `scp` as a text or a list. */
function scopesOf({ scope, scp }: JWTPayload): string[] {
  const given = scope ?? scp;
  if (Array.isArray(given)) return given.filter((one) => typeof one === 'string');
  return typeof given === 'string' ? given.split(' ').filter((one) => one !== '') : [];
}
