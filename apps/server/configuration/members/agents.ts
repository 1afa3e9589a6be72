import { z } from 'zod';
import type { AgentKey } from '#edge';
import { exactlyOne } from './exactly-one.ts';
import { holderName, scope, secretSha256, secretText, tenantName, time } from './holder-values.ts';
import { limits } from './limits.ts';
import type { Member } from './member.ts';
import { rulesOf, toolRules } from './tool-rules.ts';

const Agent = z
  .strictObject({
    name: holderName.describe(
      'The name that people see. Several keys may have it, so that one can be replaced.',
    ),
    tenant: tenantName.describe('The tenant that the agent belongs to.'),
    key: secretText.optional(),
    keySha256: secretSha256
      .describe('The SHA-256 of the key, as `crowsnest token hash` prints it.')
      .optional(),
    expires: time.describe('From then on the key opens nothing.').optional(),
    ...toolRules,
    scopes: z
      .array(scope, { error: 'is not a list' })
      .describe('The scopes of the key, for tools that need some. Default: all.')
      .optional(),
    limits: limits
      .describe('Its own limits, each of which counts in place of the one in `limits.default`.')
      .optional(),
  })
  .refine(...exactlyOne('key', 'keySha256'))
  .transform(({ name, tenant, expires, limits: own, scopes, key, keySha256 = '', ...rules }): AgentKey => ({
    name,
    tenantId: tenant,
    ...(expires !== undefined && { expiresAt: new Date(expires) }),
    ...(own !== undefined && { limits: own }),
    ...(scopes !== undefined && { scopes }),
    ...rulesOf(rules),
    ...(key === undefined ? { keySha256 } : { key }),
  }));

/** The agents of the configuration file. */
export const AGENTS = {
  schema: z.array(Agent, { error: 'is not a list' }),
  meaning: 'Keys of agents with a name and a tenant, beside `AGENT_KEYS`. Read again when the file changes.',
  remedy:
    'Give a list such as [{ "name": "support-desk", "tenant": "acme", "keySha256": "…", "expires": ' +
    '"2027-01-31T00:00:00Z" }]; expires, limits, allow, deny and scopes may be missing, and "key" may stand for "keySha256".',
} satisfies Member<AgentKey[]>;
