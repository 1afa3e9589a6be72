import { z } from 'zod';
import { LONGEST_SILENCE_MS, MAX_REASON, SUBJECT_MEMBERS, type AlertRule } from '#contract';
import { redactText } from '#redaction';
import { ALERT_RULE } from '../rules/alert-rules.ts';

/** Maximum length of a member of a subject, in characters. */
const MAX_MEMBER = 500;

const text = z.string({ error: 'is not a text' }).trim().min(1, { error: 'is empty' });
const member = text.max(MAX_MEMBER, { error: `has more than ${MAX_MEMBER} characters` });

/** The body of `POST /alerts/silences`. */
export const SILENCE_FORM = z
  .strictObject({
    rule: member.optional(),
    subject: z
      .partialRecord(z.enum(SUBJECT_MEMBERS), member, {
        error: `has a member that is none of ${SUBJECT_MEMBERS.join(', ')}, or no text`,
      })
      .optional(),
    reason: text.max(MAX_REASON, { error: `has more than ${MAX_REASON} characters` }),
    until: z.iso
      .datetime({ error: 'is not a time such as 2026-11-30T18:00:00Z' })
      .transform((time) => new Date(time).toISOString())
      .refine((time) => Date.parse(time) > Date.now(), { error: 'is in the past' })
      .refine((time) => Date.parse(time) <= Date.now() + LONGEST_SILENCE_MS, {
        error: 'is more than 30 days from now',
      }),
  })
  .refine(({ rule, subject = {} }) => rule !== undefined || Object.keys(subject).length > 0, {
    error: 'A silence names a "rule", a "subject" or both',
  });

/** The body of `PUT /alerts/rules/:name` and of a preview, for a server with these receivers. */
export function ruleForm(receivers: readonly string[]): z.ZodType<AlertRule> {
  return ALERT_RULE.superRefine((rule, context) => {
    const fault = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (rule.receivers?.some((name) => !receivers.includes(name)))
      fault('receivers', `names a receiver that there is not; there are: ${receivers.join(', ') || 'none'}`);
    // The log holds no secrets, so it would hold another rule than this one.
    for (const name of ['name', 'filter'] as const)
      if (rule[name] !== undefined && redactText(rule[name]) !== rule[name])
        fault(name, 'looks like it holds a secret');
  });
}
