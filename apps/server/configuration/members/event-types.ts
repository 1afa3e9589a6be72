import { z } from 'zod';
import { EVENT_TYPES, isAudited, type EventType } from '#contract';
import type { TypeRetention } from '#events';
import type { Member } from './member.ts';

const TYPES = EVENT_TYPES.filter((type) => !isAudited(type));

const FORM = z.strictObject({
  maxAgeMs: z
    .int({ error: 'is not a whole number' })
    .min(1, { error: 'is less than 1' })
    .describe(
      'How long events of the type are stored, in milliseconds, where that is shorter than `CROWSNEST_LOG_MAX_AGE_MS`.',
    ),
});

const FORMS = z.partialRecord(z.enum(TYPES), FORM, {
  error: 'is not an object with types of events, other than admin:*',
});

/** What differs for events of some types, in the configuration file. */
export const EVENT_TYPES_MEMBER = {
  schema: FORMS,
  meaning:
    'How long events of some types are stored, by the type. Those of the audit trail have their own time. Read again when the file changes.',
  remedy: 'Give an object such as { "tool:progress": { "maxAgeMs": 3600000 } }.',
} satisfies Member<Partial<Record<EventType, TypeRetention>>>;
