import { LEVELS } from '../../logging/log-level.ts';
import { oneOf } from './plain-values.ts';
import type { Variable } from './variable.ts';

/** What the server itself logs. */
export const LOGGING = {
  CROWSNEST_LOG_FORMAT: {
    schema: oneOf(['text', 'json']),
    default: 'text',
    meaning:
      'The format of the process log: `text`, or `json` for lines of JSON, which include one for each request, with request and trace ids.',
    remedy: 'Give text or json.',
  },
  CROWSNEST_LOG_LEVEL: {
    schema: oneOf(LEVELS),
    default: 'info',
    meaning: `How much is logged: ${LEVELS.join(', ')}. Each level includes those before it.`,
    remedy: `Give one of ${LEVELS.join(', ')}.`,
  },
} as const satisfies Record<string, Variable>;
