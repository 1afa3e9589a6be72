import { z } from 'zod';
import type { LimitName } from '#contract';
import type { QuotaOptions } from '#quotas';
import { tenantName } from './holder-values.ts';
import type { Member } from './member.ts';

const maximum = (meaning: string) =>
  z
    .int({ error: 'is not a whole number' })
    .min(1, { error: 'is less than 1' })
    .describe(`Maximum number of ${meaning}.`)
    .optional();

const FORM = {
  callsPerMinute: maximum('calls in a minute'),
  callsAtOnce: maximum('calls in flight'),
  sessions: maximum('open sessions of the protocol'),
  argumentBytesPerMinute: maximum('bytes of arguments in all calls of a minute'),
  argumentBytes: maximum('bytes of arguments in one call'),
} satisfies Record<LimitName, z.ZodType>;

/** The limits of one agent or tenant. */
export const limits = z.strictObject(FORM, {
  error: ({ code }) => (code === 'invalid_type' ? 'is no object of limits' : undefined),
});

/** The limits of agents and tenants in the configuration file. */
export const LIMITS_MEMBER = {
  schema: z.strictObject({
    default: limits.describe('The limits of each agent whose key has none of its own.').optional(),
    tenants: z
      .record(tenantName, limits)
      .describe('The limits of all agents of a tenant together, by the name of the tenant.')
      .optional(),
  }),
  meaning: 'Limits of agents and tenants. Read again when the file changes.',
  remedy:
    'Give an object such as { "default": { "callsPerMinute": 600 }, "tenants": { "acme": { "callsAtOnce": 50 } } }, with any ' +
    `of ${Object.keys(FORM).join(', ')}.`,
} satisfies Member<QuotaOptions>;
