import { z } from 'zod';
import { ALERT_RECEIVERS, ALERT_RULES } from '#alerts';
import type { Member } from './member.ts';

const Alerts = z
  .strictObject(
    { rules: ALERT_RULES.default([]), receivers: ALERT_RECEIVERS.default([]) },
    { error: 'is not an object' },
  )
  .superRefine(({ rules, receivers }, context) => {
    const known = new Set(receivers.map(({ name }) => name));
    rules.forEach((rule, n) => {
      if (rule.receivers?.some((name) => !known.has(name)))
        context.addIssue({
          code: 'custom',
          path: ['rules', n, 'receivers'],
          message: 'names a receiver that there is not',
        });
    });
  });

/** The alerts of the configuration file. */
export const ALERTS = {
  schema: Alerts,
  meaning: 'What raises alerts, and who is told. Read again when the file changes.',
  remedy:
    'Give an object such as { "rules": [{ "name": "errors of search", "kind": "error-rate", "filter": "tool:search*", ' +
    '"window": "5m", "minimum": 20, "above": 0.1, "for": "1m", "severity": "critical" }], ' +
    '"receivers": [{ "name": "desk", "form": "slack", "urlVariable": "SLACK_URL" }] }.',
} satisfies Member<z.output<typeof Alerts>>;
