import { isIssuerUrl, TOKEN_ALGORITHMS, type IssuerOptions } from '#edge';
import type { CrowsnestOptions } from '../crowsnest-options.ts';
import type { OptionFault } from '../options-error.ts';

const ISSUERS = 'mcp.authorization.issuers';
const HTTPS = 'Give an https URL, or an http URL on loopback, without query and fragment.';

/** Returns the faults of the authorization servers whose tokens agents may send. */
export function authorizationFaults({ mcp, access }: CrowsnestOptions): OptionFault[] {
  const { issuers, resource } = mcp?.authorization ?? {};
  if (mcp?.authorization === undefined) return [];
  if (!Array.isArray(issuers) || issuers.length === 0) {
    const remedy = 'Give a list such as [{ issuer: "https://login.example.com", tenantClaim: "org" }].';
    return [{ option: ISSUERS, problem: 'names no issuer', remedy }];
  }
  const urls = issuers.map(({ issuer }: IssuerOptions) => issuer);
  const isTwice = new Set(urls).size < urls.length;
  const remedy = 'Name each issuer once.';
  const isResource = resource === undefined || isIssuerUrl(resource);
  return [
    ...(isResource
      ? []
      : [{ option: 'mcp.authorization.resource', problem: 'is not the URL of the endpoint', remedy: HTTPS }]),
    ...(isTwice ? [{ option: ISSUERS, problem: 'names the same issuer twice', remedy }] : []),
    ...issuers.flatMap((issuer: IssuerOptions, index) =>
      issuerFaults(`${ISSUERS}[${index}]`, issuer, !!access?.publicUrl || resource !== undefined),
    ),
  ];
}

function issuerFaults(option: string, issuer: IssuerOptions, isKnown: boolean): OptionFault[] {
  const { jwksUri, algorithms = [], audience, tenant, tenantClaim } = issuer;
  const faults: OptionFault[] = [];
  const add = (member: string, problem: string, remedy: string): void =>
    void faults.push({ option: `${option}.${member}`, problem, remedy });
  if (!isIssuerUrl(issuer.issuer)) add('issuer', 'is not the URL of an issuer', HTTPS);
  if (jwksUri !== undefined && !isIssuerUrl(jwksUri)) add('jwksUri', 'is not the URL of keys', HTTPS);
  if (!algorithms.every((one) => TOKEN_ALGORITHMS.includes(one)))
    add('algorithms', 'has one that is not asymmetric', `Give some of ${TOKEN_ALGORITHMS.join(', ')}.`);
  if (tenant === undefined && tenantClaim === undefined)
    add(
      'tenantClaim',
      'is missing, and so is tenant',
      'Give the claim that names the tenant, or one tenant for all.',
    );
  if (!isKnown && !audience?.length)
    add(
      'audience',
      'is missing, and so are resource and access.publicUrl',
      'Give what tokens for this server have as "aud".',
    );
  return faults;
}
