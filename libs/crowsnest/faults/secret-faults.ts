import type { AdminToken } from '#admin';
import { ADMIN_ROLES } from '#contract';
import { digestOf, SECRET, SHA256, TENANT, type AgentKey } from '#edge';
import type { IngestKey } from '#ingest';
import type { CrowsnestOptions } from '../crowsnest-options.ts';
import type { OptionFault } from '../options-error.ts';

const REMEDY =
  'Give a text of printable ASCII without blanks and commas; `openssl rand -hex 32` makes a good one.';

/** Returns the faults of tokens and keys. The texts contain no secret. */
export function secretFaults({ mcp, signIn, telemetry, ingest }: CrowsnestOptions): OptionFault[] {
  const keys = mcp?.agentKeys ?? [];
  const tokens = signIn?.tokens ?? [];
  const observers = ingest?.keys ?? [];
  const metricsToken = telemetry?.metricsToken;
  return [
    ...(metricsToken === undefined ? [] : secretFault('telemetry.metricsToken', metricsToken)),
    ...keys.flatMap((key, index) => keyFaults(`mcp.agentKeys[${index}]`, key)),
    ...observers.flatMap((key, index) => keyFaults(`ingest.keys[${index}]`, key)),
    ...tokens.flatMap((token, index) => tokenFaults(`signIn.tokens[${index}]`, token)),
    ...repeated({
      'mcp.agentKeys': keys.map(hexOfKey),
      'signIn.tokens': tokens.map(hexOfToken),
      'ingest.keys': observers.map(hexOfKey),
    }),
  ];
}

function keyFaults(option: string, key: AgentKey | IngestKey): OptionFault[] {
  const faults =
    'keySha256' in key
      ? hashFault(`${option}.keySha256`, key.keySha256)
      : secretFault(`${option}.key`, key.key);
  return [...faults, ...tenantFault(`${option}.tenantId`, key.tenantId)];
}

function tokenFaults(option: string, token: AdminToken): OptionFault[] {
  const faults =
    'token' in token
      ? secretFault(`${option}.token`, token.token)
      : hashFault(`${option}.tokenSha256`, token.tokenSha256);
  if (!ADMIN_ROLES.includes(token.role)) {
    const remedy = `Give one of ${ADMIN_ROLES.join(', ')}.`;
    faults.push({ option: `${option}.role`, problem: 'is not a role', remedy });
  }
  if (token.tenantId === null) return faults;
  const [fault] = tenantFault(`${option}.tenantId`, token.tenantId);
  return fault
    ? [...faults, { ...fault, remedy: `${fault.remedy} An admin of all tenants has null.` }]
    : faults;
}

function hashFault(option: string, sha256: unknown): OptionFault[] {
  if (typeof sha256 === 'string' && SHA256.test(sha256)) return [];
  const problem = 'is not 64 hex digits in lower case';
  return [{ option, problem, remedy: '`crowsnest token hash` makes it of a token or a key.' }];
}

// Compared by digest, because a secret may be given as one.
function hexOfKey(key: AgentKey | IngestKey): string {
  return 'keySha256' in key ? key.keySha256 : hexOfText(key.key);
}

function hexOfToken(token: AdminToken): string {
  return 'token' in token ? hexOfText(token.token) : token.tokenSha256;
}

function hexOfText(secret: unknown): string {
  return typeof secret === 'string' ? digestOf({ secret }).toString('hex') : '';
}

function secretFault(option: string, secret: unknown): OptionFault[] {
  if (typeof secret === 'string' && SECRET.test(secret)) return [];
  return [{ option, problem: 'is empty, or has a character that no header can carry', remedy: REMEDY }];
}

/** Returns the fault of the name of a tenant. */
export function tenantFault(option: string, tenantId: unknown): OptionFault[] {
  if (typeof tenantId === 'string' && TENANT.test(tenantId)) return [];
  return [{ option, problem: 'is not 1 to 64 of A-Z a-z 0-9 . _ -', remedy: 'Give a name such as "acme".' }];
}

/** Finds secrets that are used twice: the server could not tell two tenants, or an agent and an admin, apart. */
function repeated(secretsOf: Readonly<Record<string, readonly string[]>>): OptionFault[] {
  const remedy = 'Give each its own.';
  return Object.entries(secretsOf).flatMap(([option, secrets], index) => {
    const earlier = Object.entries(secretsOf).slice(0, index);
    const other = earlier.find(([, others]) => secrets.some((secret) => others.includes(secret)));
    const isTwice = new Set(secrets).size < secrets.length;
    return [
      ...(isTwice ? [{ option, problem: 'has the same secret twice', remedy }] : []),
      ...(other ? [{ option, problem: `has a secret that is also one of ${other[0]}`, remedy }] : []),
    ];
  });
}
