import { z } from 'zod';
import type { IngestKey } from '#ingest';
import { exactlyOne } from './exactly-one.ts';
import { holderName, secretSha256, secretText, tenantName, time } from './holder-values.ts';
import type { Member } from './member.ts';

const Observer = z
  .strictObject({
    name: holderName.describe(
      'The name that people see. Several keys may have it, so that one can be replaced.',
    ),
    tenant: tenantName.describe('The tenant of the sessions that the observer tells of.'),
    key: secretText.optional(),
    keySha256: secretSha256
      .describe('The SHA-256 of the key, as `crowsnest token hash` prints it.')
      .optional(),
    expires: time.describe('From then on the key opens nothing.').optional(),
  })
  .refine(...exactlyOne('key', 'keySha256'))
  .transform(({ name, tenant, expires, key, keySha256 = '' }): IngestKey => ({
    name,
    tenantId: tenant,
    ...(expires !== undefined && { expiresAt: new Date(expires) }),
    ...(key === undefined ? { keySha256 } : { key }),
  }));

/** The observers outside of the configuration file. */
export const OBSERVERS = {
  schema: z.array(Observer, { error: 'is not a list' }),
  meaning:
    'Keys of observers outside with a name and a tenant, beside `INGEST_KEYS`. Read again when the file changes.',
  remedy:
    'Give a list such as [{ "name": "orders-server", "tenant": "acme", "keySha256": "…", "expires": ' +
    '"2027-01-31T00:00:00Z" }]; expires may be missing, and "key" may stand for "keySha256".',
} satisfies Member<IngestKey[]>;
