import { longSecret } from './values.ts';
import type { Variable } from './variable.ts';

/** What other systems read of the server. */
export const TELEMETRY = {
  CROWSNEST_METRICS_TOKEN: {
    schema: longSecret,
    secret: true,
    meaning:
      'A bearer token of 16 characters or more that reads `/metrics` and nothing else. Admins of all tenants read it with their own.',
    remedy: 'Give 16 characters or more without blanks and commas; `openssl rand -hex 32` makes a good one.',
  },
} as const satisfies Record<string, Variable>;
