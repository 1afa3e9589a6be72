import { z } from 'zod';
import { ALERT_RULES } from '#alerts';
import type { Member } from './member.ts';

const Alerts = z.strictObject({ rules: ALERT_RULES.default([]) }, { error: 'is not an object' });

/** The alerts of the configuration file. */
export const ALERTS = {
  schema: Alerts,
  meaning: 'What raises alerts. Read again when the file changes.',
  remedy:
    'Give an object such as { "rules": [{ "name": "errors of search", "kind": "error-rate", "filter": "tool:search*", ' +
    '"window": "5m", "minimum": 20, "above": 0.1, "for": "1m", "severity": "critical" }] }.',
} satisfies Member<z.output<typeof Alerts>>;
