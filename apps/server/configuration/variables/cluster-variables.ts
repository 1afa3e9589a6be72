import { longSecret, publicUrl } from './values.ts';
import type { Variable } from './variable.ts';

/** What several servers that share a log need to reach each other. */
export const CLUSTER = {
  CROWSNEST_PEER_URL: {
    schema: publicUrl,
    meaning:
      'The URL at which the other servers that share the log reach this one. They hand over requests that belong to its sessions. The network between them must be private.',
    remedy: 'Give only the scheme, host and port, such as http://10.0.0.5:3000.',
  },
  CROWSNEST_CLUSTER_SECRET: {
    schema: longSecret,
    secret: true,
    meaning:
      'The secret with which servers that share a log trust each other: the same text of 16 characters or more in each. It also signs cookies, so a sign-in is valid on all of them.',
    remedy:
      'Give all servers the same text of 16 characters or more without blanks and commas; `openssl rand -hex 32` makes a good one.',
  },
} as const satisfies Record<string, Variable>;
