import { LEVELS } from '../../logging/log-level.ts';
import { oneOf } from './plain-values.ts';
import type { Variable } from './variable.ts';

/** What the server itself logs. */
export const LOGGING = {
  CROWSNEST_LOG_FORMAT: {
    schema: oneOf(['text', 'json']),
    default: 'text',
    meaning: '`json` logs lines of JSON, one for each request too, with the ids of request and trace.',
    remedy: 'Give text or json.',
  },
  CROWSNEST_LOG_LEVEL: {
    schema: oneOf(LEVELS),
    default: 'info',
    meaning: `How much is logged: ${LEVELS.join(', ')}. Each includes those before it.`,
    remedy: `Give one of ${LEVELS.join(', ')}.`,
  },
} as const satisfies Record<string, Variable>;
