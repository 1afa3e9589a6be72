import type { FilledTenant } from './world.ts';

/**
 * Who may use a route: `everybody`; `admins` of any role and tenant; `owners`, which are the admins who see the tenant that the
 * path is about, and to whom it is otherwise unknown; `operators`, which are the owners who may command; `erasers`, which are
 * the owners who may erase payloads; `readers` of metrics; those who `sign-in` or `sign-out`; `agents`; other `instances`.
 */
export type Access =
  | 'everybody'
  | 'admins'
  | 'owners'
  | 'operators'
  | 'erasers'
  | 'readers'
  | 'sign-in'
  | 'sign-out'
  | 'agents'
  | 'instances';

/** What an answer about a tenant tells to those who may see it. Nobody is told what is not in the list. */
export type Told = 'name' | 'payload' | 'trail';

/** A URL to ask, and what the answer tells. Without a list, only what it must not tell is checked. */
export type Ask = readonly [path: string, told?: readonly Told[] | undefined];

/** A route of the application, and who may use it. */
export interface Row {
  /** Its method and URL, with `x` for each parameter. */
  route: string;
  access: Access;
  /** What to ask about each tenant. Default: the URL of the route, once. */
  asks?: (tenant: FilledTenant) => readonly Ask[];
  /** Whether the answer names the tools of everybody. */
  offersTools?: boolean;
}

const EVENTS = ['name', 'payload', 'trail'] as const;
const CALLS = ['name', 'payload'] as const;
const COUNTERS = ['name', 'trail'] as const;
const NAMES = ['name'] as const;
const NUMBERS = [] as const;

const SINCE = 'from=2020-01-01';

/** Ways to ask for the events of a tenant. */
function historyOf({ name, tool, open, ended }: FilledTenant): readonly Ask[] {
  const queries: readonly Ask[] = [
    [`tenant=${name}`, EVENTS],
    [`tool=${tool}`, CALLS],
    [`session=${open}`, CALLS],
    [`filter=session:${ended}`, EVENTS],
    [`filter=tenant:${name}`, EVENTS],
    ['filter=-tenant:nobody', EVENTS],
    [`filter=tool:${tool}`, CALLS],
    ['filter=is:running', NAMES],
    ['type=admin:session-end'],
  ];
  return [['/history', EVENTS], ...queries.map(([query, told]): Ask => [`/history?${query}`, told])];
}

function exportsOf({ name, open }: FilledTenant): readonly Ask[] {
  return ['jsonl', 'csv'].flatMap((form): Ask[] => [
    [`/history/export?format=${form}`, EVENTS],
    [`/history/export?format=${form}&tenant=${name}`, EVENTS],
    [`/history/export?format=${form}&filter=session:${open}`, CALLS],
  ]);
}

/** Every route. The frames of `GET /events` are checked as streams. */
export const ROWS: readonly Row[] = [
  { route: 'GET /health/live', access: 'everybody' },
  { route: 'GET /health/ready', access: 'everybody' },
  { route: 'GET /dashboard', access: 'everybody' },
  { route: 'GET /dashboard/x', access: 'everybody', asks: () => [['/dashboard/sessions', NUMBERS]] },
  { route: 'GET /metrics', access: 'readers' },
  {
    route: 'GET /events',
    access: 'admins',
    asks: ({ name }) => [['/events'], ['/events?replay=10'], [`/events?tenant=${name}`]],
  },
  { route: 'GET /history', access: 'admins', asks: historyOf },
  { route: 'GET /history/export', access: 'admins', asks: exportsOf },
  {
    route: 'GET /stats',
    access: 'admins',
    asks: ({ name, tool }) => [
      ['/stats', COUNTERS],
      [`/stats?at=${Number.MAX_SAFE_INTEGER}`, COUNTERS],
      [`/stats?${SINCE}`],
      [`/stats?${SINCE}&filter=tenant:${name}`],
      [`/stats?${SINCE}&filter=tool:${tool}`],
    ],
  },
  {
    route: 'GET /stats/series',
    access: 'admins',
    asks: ({ name }) => [
      ['/stats/series', NUMBERS],
      [`/stats/series?filter=tenant:${name}`, NUMBERS],
    ],
  },
  {
    route: 'GET /sessions',
    access: 'admins',
    asks: ({ name, tool }) => [
      ['/sessions', NAMES],
      ['/sessions?state=open', NAMES],
      [`/sessions?${SINCE}&sort=-calls`, NAMES],
      [`/sessions?filter=tool:${tool}`, NAMES],
      [`/sessions?filter=tenant:${name}`, NAMES],
    ],
  },
  {
    route: 'GET /sessions/x',
    access: 'owners',
    asks: ({ open, ended }) => [
      [`/sessions/${open}`, NAMES],
      [`/sessions/${ended}`, NAMES],
    ],
  },
  {
    route: 'GET /sessions/x/events',
    access: 'owners',
    asks: ({ open, ended }) => [
      [`/sessions/${open}/events`, CALLS],
      [`/sessions/${ended}/events`, EVENTS],
    ],
  },
  { route: 'GET /instances', access: 'admins', asks: () => [['/instances', NUMBERS]] },
  { route: 'GET /quotas', access: 'admins', asks: () => [['/quotas', NAMES]] },
  { route: 'GET /tools', access: 'admins', offersTools: true },
  { route: 'DELETE /sessions/x', access: 'operators', asks: ({ open }) => [[`/sessions/${open}`]] },
  {
    route: 'POST /calls/x/cancel',
    access: 'operators',
    asks: ({ running }) => [[`/calls/${running}/cancel`]],
  },
  {
    route: 'DELETE /sessions/x/payloads',
    access: 'erasers',
    asks: ({ ended }) => [[`/sessions/${ended}/payloads`]],
  },
  {
    route: 'DELETE /tenants/x/payloads',
    access: 'erasers',
    asks: ({ name }) => [[`/tenants/${name}/payloads`]],
  },
  { route: 'POST /auth/session', access: 'sign-in' },
  { route: 'GET /auth/session', access: 'admins' },
  { route: 'DELETE /auth/session', access: 'sign-out' },
  { route: 'POST /mcp', access: 'agents' },
  { route: 'GET /mcp', access: 'agents' },
  { route: 'DELETE /mcp', access: 'agents' },
  { route: 'POST /peers/notices/x', access: 'instances' },
];
