import { z } from 'zod';
import type { ToolRules } from '#edge';
import type { TenantRetention } from '#events';
import { tenantName } from './holder-values.ts';
import type { Member } from './member.ts';
import { rulesOf, toolRules } from './tool-rules.ts';

/** What holds for the agents of a tenant, and for what is stored of them. */
export type TenantSettings = ToolRules & TenantRetention;

const age = z.int({ error: 'is not a whole number' }).min(1, { error: 'is less than 1' });

const FORM = z.strictObject({
  ...toolRules,
  maxAgeMs: age
    .describe(
      'How long events of the tenant are stored, in milliseconds, where that is shorter than `CROWSNEST_LOG_MAX_AGE_MS`. Those of the audit trail have their own time.',
    )
    .optional(),
  payloadMaxAgeMs: age
    .describe(
      'How long arguments and results of the tenant are stored, in milliseconds, where that is shorter than `CROWSNEST_PAYLOAD_MAX_AGE_MS`.',
    )
    .optional(),
});

function settingsOf({ maxAgeMs, payloadMaxAgeMs, ...rules }: z.infer<typeof FORM>): TenantSettings {
  return {
    ...rulesOf(rules),
    ...(maxAgeMs !== undefined && { maxAgeMs }),
    ...(payloadMaxAgeMs !== undefined && { payloadMaxAgeMs }),
  };
}

/** The tenants of the configuration file. */
export const TENANTS = {
  schema: z.record(tenantName, FORM.transform(settingsOf), { error: 'is not an object' }),
  meaning:
    'The tools that the agents of a tenant may use, and how long its events, arguments and results are stored, by the name of the tenant. Read again when the file changes.',
  remedy:
    'Give an object such as { "acme": { "allow": ["search_*"], "deny": ["search_secrets"], "maxAgeMs": 2592000000, "payloadMaxAgeMs": 86400000 } }.',
} satisfies Member<Record<string, TenantSettings>>;
