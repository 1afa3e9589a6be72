import { z } from 'zod';
import type { ToolRules } from '#edge';

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
