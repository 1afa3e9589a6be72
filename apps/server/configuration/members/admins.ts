import { z } from 'zod';
import type { AdminToken } from '#admin';
import { ADMIN_ROLES } from '#contract';
import { exactlyOne } from './exactly-one.ts';
import { holderName, secretSha256, secretText, tenantName, time } from './holder-values.ts';
import type { Member } from './member.ts';

const Admin = z
  .strictObject({
    name: holderName.describe('The name that people see, such as in audit events.'),
    token: secretText.optional(),
    tokenSha256: secretSha256
      .describe('The SHA-256 of the token, as `crowsnest token hash` prints it.')
      .optional(),
    role: z.enum(ADMIN_ROLES, { error: `is none of ${ADMIN_ROLES.join(', ')}` }),
    tenant: tenantName.describe('The only tenant that the admin sees; all if it is missing.').optional(),
    expires: time.describe('From then on the token opens nothing.').optional(),
  })
  .refine(...exactlyOne('token', 'tokenSha256'))
  .transform(({ name, role, tenant, expires, token, tokenSha256 = '' }): AdminToken => ({
    name,
    role,
    tenantId: tenant ?? null,
    ...(expires !== undefined && { expiresAt: new Date(expires) }),
    ...(token === undefined ? { tokenSha256 } : { token }),
  }));

/** The admins of the configuration file. */
export const ADMINS = {
  schema: z.array(Admin, { error: 'is not a list' }),
  meaning: 'Admins with a name, a role and at most one tenant. Read again when the file changes.',
  remedy:
    'Give a list such as [{ "name": "ann", "tokenSha256": "…", "role": "viewer", "tenant": "acme", "expires": ' +
    '"2027-01-31T00:00:00Z" }]; tenant and expires may be missing, and "token" may stand for "tokenSha256".',
} satisfies Member<AdminToken[]>;
