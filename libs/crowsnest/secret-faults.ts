import type { CrowsnestOptions } from './crowsnest-options.ts';
import type { OptionFault } from './options-error.ts';

/** Printable ASCII without spaces and commas, so that it fits into a header. */
export const SECRET = /^[!-+\--~]+$/;
const TENANT = /^[\w.-]{1,64}$/;

const REMEDY =
  'Give a text of printable ASCII without blanks and commas; `openssl rand -hex 32` makes a good one.';

/** Returns the faults of tokens and keys. The texts contain no secret. */
export function secretFaults({ mcp, signIn, telemetry }: CrowsnestOptions): OptionFault[] {
  const keys = mcp?.agentKeys ?? [];
  const tokens = signIn?.tokens ?? [];
  const metricsToken = telemetry?.metricsToken;
  return [
    ...(metricsToken === undefined ? [] : secretFault('telemetry.metricsToken', metricsToken)),
    ...keys.flatMap(({ key, tenantId }, index) => [
      ...secretFault(`mcp.agentKeys[${index}].key`, key),
      ...tenantFault(`mcp.agentKeys[${index}].tenantId`, tenantId),
    ]),
    ...tokens.flatMap(({ token }, index) => secretFault(`signIn.tokens[${index}].token`, token)),
    ...repeated(
      'mcp.agentKeys',
      keys.map(({ key }) => key),
      [],
    ),
    ...repeated(
      'signIn.tokens',
      tokens.map(({ token }) => token),
      keys.map(({ key }) => key),
    ),
  ];
}

function secretFault(option: string, secret: unknown): OptionFault[] {
  if (typeof secret === 'string' && SECRET.test(secret)) return [];
  return [{ option, problem: 'is empty, or has a character that no header can carry', remedy: REMEDY }];
}

function tenantFault(option: string, tenantId: unknown): OptionFault[] {
  if (typeof tenantId === 'string' && TENANT.test(tenantId)) return [];
  return [{ option, problem: 'is not 1 to 64 of A-Z a-z 0-9 . _ -', remedy: 'Give a name such as "acme".' }];
}

/** Finds secrets that are used twice: the server could not tell two tenants, or an agent and an admin, apart. */
function repeated(option: string, secrets: readonly string[], others: readonly string[]): OptionFault[] {
  const isTwice = new Set(secrets).size < secrets.length;
  const isOther = secrets.some((secret) => others.includes(secret));
  if (!isTwice && !isOther) return [];
  const problem = isTwice ? 'has the same secret twice' : 'has a token that is also one of mcp.agentKeys';
  return [{ option, problem, remedy: 'Give each its own.' }];
}
