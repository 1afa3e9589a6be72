import type { AdminRole } from '#contract';
import { DEFAULT_CLAIM, type OidcProviderOptions } from './oidc-options.ts';

/** What a provider says of a person: the claims of the ID token, and of the user info where the provider has one. */
export type IdentityClaims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** A person at a provider, as far as Crowsnest is concerned. */
export interface Account {
  /** Identifies the person at the provider, whatever their name. */
  subject: string;
  /** The name that people see. */
  name: string;
  /** Null for a person without a role here. */
  rights: { role: AdminRole; tenantId: string | null } | null;
}

/** Maximum length of a name, in UTF-16 units. */
const MAX_NAME = 100;

/** IdentityClaims with the name of a person, the most telling first. */
const NAME_CLAIMS = ['preferred_username', 'email', 'name'];

/**
 * The person whom the claims describe. The first entry of the options' `roles` that the claim holds decides role and
 * tenant, so who is in several groups has the rights of one of them.
 */
export function accountOf({ roles, claim, nameClaim }: OidcProviderOptions, claims: IdentityClaims): Account {
  const values = new Set(textsIn(claimAt(claims, claim ?? DEFAULT_CLAIM)));
  const match = roles.find(({ value }) => values.has(value));
  const rights = match ? { role: match.role, tenantId: match.tenant ?? null } : null;
  const [name = claims.sub] = namesIn(nameClaim, claims);
  return { subject: claims.sub, name: name.slice(0, MAX_NAME), rights };
}

/** Whether the claims say all that Crowsnest asks for. */
export function isComplete(
  { claim = DEFAULT_CLAIM, nameClaim }: OidcProviderOptions,
  claims: IdentityClaims,
): boolean {
  return claimAt(claims, claim) !== undefined && namesIn(nameClaim, claims).length > 0;
}

function namesIn(nameClaim: string | undefined, claims: IdentityClaims): string[] {
  return (nameClaim === undefined ? NAME_CLAIMS : [nameClaim])
    .flatMap((path) => textsIn(claimAt(claims, path)))
    .map((text) => text.replace(/\p{C}/gu, '').trim())
    .filter((text) => text !== '');
}

/** The claim with that name, which may contain dots; else what the parts between the dots lead to. */
function claimAt(claims: IdentityClaims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path.split('.').reduce<unknown>((value, part) => {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, part);
    return isObject ? (value as Record<string, unknown>)[part] : undefined;
  }, claims);
}

function textsIn(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}
