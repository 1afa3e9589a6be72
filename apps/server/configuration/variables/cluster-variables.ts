import { longSecret, publicUrl } from './values.ts';
import type { Variable } from './variable.ts';

/** What several servers that share a log need to reach each other. */
export const CLUSTER = {
  CROWSNEST_PEER_URL: {
    schema: publicUrl,
    meaning:
      'Where the other servers that share the log reach this one. A request that belongs to a session of another server is handed over to it. The network between them must be private.',
    remedy: 'Give only the scheme, host and port, such as http://10.0.0.5:3000.',
  },
  CROWSNEST_CLUSTER_SECRET: {
    schema: longSecret,
    secret: true,
    meaning:
      'What the servers that share a log trust each other by: the same text of 16 characters or more in each. It also signs cookies, so that a sign-in holds on all of them.',
    remedy:
      'Give all servers the same text of 16 characters or more without blanks and commas; `openssl rand -hex 32` makes a good one.',
  },
} as const satisfies Record<string, Variable>;
