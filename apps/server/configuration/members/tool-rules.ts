import { z } from 'zod';
import type { ToolRules } from '#edge';
import { tenantName } from './holder-values.ts';
import type { Member } from './member.ts';

/** Names of tools. */
const toolNames = z.array(
  z
    .string({ error: 'is not a text' })
    .regex(/^[\w.*-]{1,128}$/, { error: 'is not a name of a tool: 1 to 128 of A-Z a-z 0-9 . _ - and *' }),
  { error: 'is not a list' },
);

/** The members of an agent or a tenant that say which tools may be used. */
export const toolRules = {
  allow: toolNames
    .describe('The only tools that may be used; `*` stands for anything. Default: all.')
    .optional(),
  deny: toolNames.describe('Tools that may not be used, even if `allow` names them.').optional(),
};

/** The rules of the members that are given. */
export function rulesOf({
  allow,
  deny,
}: {
  allow?: string[] | undefined;
  deny?: string[] | undefined;
}): ToolRules {
  return { ...(allow && { allow }), ...(deny && { deny }) };
}

/** The tenants of the configuration file. */
export const TENANTS = {
  schema: z.record(tenantName, z.strictObject(toolRules).transform(rulesOf), { error: 'is not an object' }),
  meaning: 'The tools that the agents of a tenant may use, by the name of the tenant.',
  remedy: 'Give an object such as { "acme": { "allow": ["search_*"], "deny": ["search_secrets"] } }.',
} satisfies Member<Record<string, ToolRules>>;
