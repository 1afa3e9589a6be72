import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import {
  DEFINITION_MEMBERS,
  MAX_DEFINITION_TEXT,
  type DefinitionTexts,
  type ToolDefinitionText,
} from '#contract';
import { cutText, redactText } from '#redaction';

/** Reads the definition of a tool from its JSON in an answer to `tools/list`. */
export function toolDefinitionOf(json: string): ToolDefinitionText {
  // Half of a surrogate pair, which RFC 8785 refuses, counts as U+FFFD.
  const tool = JSON.parse(json, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  ) as Record<string, unknown>;
  const members = DEFINITION_MEMBERS.filter((member) => tool[member] !== undefined);
  const defined = Object.fromEntries(members.map((member) => [member, tool[member]]));
  const name = String(tool['name']);
  const texts: DefinitionTexts = {};
  for (const member of members) texts[member] = textOf(tool[member]);
  return { tool: name, hash: sha256(canonicalize({ name, ...defined }) ?? ''), ...texts };
}

function textOf(value: unknown): string {
  const whole = typeof value === 'string' ? value : (canonicalize(value) ?? '');
  const redacted = redactText(whole);
  if (redacted.length <= MAX_DEFINITION_TEXT) return redacted;
  // The end differs wherever the texts do, so that a difference behind the cut is seen too.
  const end = `… (${whole.length} characters, SHA-256 ${sha256(whole).slice(0, 16)})`;
  return cutText(redacted, MAX_DEFINITION_TEXT - end.length) + end;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
