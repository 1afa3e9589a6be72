import { z } from 'zod';
import type { AdminToken } from '#admin';
import { ADMIN_ROLES } from '#contract';
import type { Fault } from './fault.ts';
import { SECRET, TENANT } from './values.ts';

/** The member of the file that names admins. */
export const ADMINS_MEMBER = 'admins';

const REMEDY =
  'Give a list such as [{ "name": "ann", "tokenSha256": "…", "role": "viewer", "tenant": "acme", "expires": ' +
  '"2027-01-31T00:00:00Z" }]; tenant and expires may be missing, and "token" may stand for "tokenSha256".';

const Admin = z
  .strictObject({
    name: z
      .string({ error: 'is not a text' })
      .regex(/^[^\p{C}]{1,100}$/u, { error: 'is not 1 to 100 printable characters' })
      .describe('The name that people see, such as in audit events.'),
    token: z
      .string({ error: 'is not a text' })
      .regex(SECRET, { error: 'has a blank, a comma or a character beyond ASCII' })
      .optional(),
    tokenSha256: z
      .string({ error: 'is not a text' })
      .regex(/^[0-9a-f]{64}$/, { error: 'is not 64 hex digits in lower case' })
      .describe('The SHA-256 of the token, as `crowsnest token hash` prints it.')
      .optional(),
    role: z.enum(ADMIN_ROLES, { error: `is none of ${ADMIN_ROLES.join(', ')}` }),
    tenant: z
      .string({ error: 'is not a text' })
      .regex(TENANT, { error: 'is not 1 to 64 of A-Z a-z 0-9 . _ -' })
      .describe('The only tenant that the admin sees; all if it is missing.')
      .optional(),
    expires: z.iso
      .datetime({ error: 'is not a time in UTC' })
      .describe('From then on the token opens nothing.')
      .optional(),
  })
  .refine(({ token, tokenSha256 }) => (token === undefined) !== (tokenSha256 === undefined), {
    error: 'has not exactly one of token and tokenSha256',
  })
  .transform(({ name, role, tenant, expires, token, tokenSha256 = '' }): AdminToken => ({
    name,
    role,
    tenantId: tenant ?? null,
    ...(expires !== undefined && { expiresAt: new Date(expires) }),
    ...(token === undefined ? { tokenSha256 } : { token }),
  }));

/** The admins of the configuration file. */
export const Admins = z.array(Admin, { error: 'is not a list' });

/** Reads the admins of the file, and collects all faults. */
export function readAdmins(given: unknown): { admins: AdminToken[]; faults: Fault[] } {
  const { success, data, error } = Admins.safeParse(given ?? []);
  if (success) return { admins: data, faults: [] };
  return { admins: [], faults: error.issues.flatMap(faultsOf) };
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const place = issue.path.reduce<string>(
    (all, part) => (typeof part === 'number' ? `${all}[${part}]` : `${all}.${String(part)}`),
    ADMINS_MEMBER,
  );
  const problem =
    issue.code === 'unrecognized_keys' ? `has unknown members: ${issue.keys.join(', ')}` : issue.message;
  return [{ variable: place, problem, remedy: REMEDY }];
}
