import { messageTo } from './ask.ts';
import type { FilledTenant } from './world.ts';

/**
 * Who may use a route: `everybody`; `admins` of any role and tenant; `owners`, which are the admins who see the tenant that the
 * path is about, and to whom it is otherwise unknown; `operators`, which are the owners who may command; `erasers`, which are
 * the owners with the role of an admin; `approvers`, which are the admins of all tenants with that role; `commanders`, which are
 * all who may command; `readers` of metrics; `overseers`, which are the admins of all tenants; `silencers`, which are the
 * overseers who may command; `rule-makers`, which are the overseers with the role of an admin; those who `sign-in` or `sign-out`; `agents`; `observers` outside; other
 * `instances`; no admin, who is told so (`unserved`); browsers that were sent on their way by a provider of sign-ins (`providers`; the application has none).
 */
export type Access =
  | 'everybody'
  | 'admins'
  | 'owners'
  | 'operators'
  | 'erasers'
  | 'approvers'
  | 'readers'
  | 'overseers'
  | 'silencers'
  | 'commanders'
  | 'rule-makers'
  | 'sign-in'
  | 'sign-out'
  | 'agents'
  | 'observers'
  | 'instances'
  | 'unserved'
  | 'providers';

/** Something of a tenant that an answer tells to those who may see it. */
export type Told = 'name' | 'payload' | 'trail';

/** A URL to ask, and what the answer has to tell. */
export type Ask = readonly [
  path: string,
  told?: readonly Told[] | undefined,
  message?: ReturnType<typeof messageTo>,
];

/** A route of the application, and who may use it. */
export interface Row {
  /** Its method and URL, with `x` for each parameter. */
  route: string;
  access: Access;
  /** What to ask about each tenant. Default: the URL of the route, once. */
  asks?: (tenant: FilledTenant) => readonly Ask[];
  /** The status of the answer to those who may use it, if it is not 200: nothing is sent with the request, or names nothing. */
  refusal?: number;
  /** Whether the answer names the tools of everybody. */
  offersTools?: boolean;
}

const EVENTS = ['name', 'payload', 'trail'] as const;
const CALLS = ['name', 'payload'] as const;
const NAMES = ['name'] as const;

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
  // From the first event on: the questions themselves leave acts behind the events of the tenants.
  return [
    ['/history?after=0&limit=1000', EVENTS],
    ...queries.map(([query, told]): Ask => [`/history?after=0&limit=1000&${query}`, told]),
  ];
}

function exportsOf({ name, open }: FilledTenant): readonly Ask[] {
  return ['jsonl', 'csv'].flatMap((form): Ask[] => [
    [`/history/export?format=${form}`, EVENTS],
    [`/history/export?format=${form}&tenant=${name}`, EVENTS],
    [`/history/export?format=${form}&filter=session:${open}`, CALLS],
  ]);
}

/** The queries of exports, which the audit trail repeats to those who may see it; none is the beginning of a later one. */
export function exportedQueries(tenant: FilledTenant): readonly string[] {
  const queries = exportsOf(tenant).map(([path]) => path.slice(path.indexOf('?') + 1));
  return queries.toSorted((one, other) => other.length - one.length);
}

/** What assistants of admins ask, without naming anybody. No answer has a payload. */
const QUESTIONS: readonly Ask[] = [
  ['/admin/mcp', NAMES, messageTo('sessions', {})],
  ['/admin/mcp', NAMES, messageTo('calls', {})],
  ['/admin/mcp', undefined, messageTo('counters', {})],
  ['/admin/mcp', undefined, messageTo('errors', {})],
  ['/admin/mcp', undefined, messageTo('history', { limit: 50 })],
  ['/admin/mcp', undefined, messageTo('stuck', {})],
  ['/admin/mcp', NAMES, messageTo('upstreams', {})],
];

/** Every route. The frames of `GET /events` are checked as streams. */
export const ROWS: readonly Row[] = [
  { route: 'GET /health/live', access: 'everybody' },
  { route: 'GET /health/ready', access: 'everybody' },
  { route: 'GET /dashboard', access: 'everybody' },
  { route: 'GET /dashboard/x', access: 'everybody', asks: () => [['/dashboard/sessions']] },
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
      ['/stats', NAMES],
      [`/stats?at=${Number.MAX_SAFE_INTEGER}`, NAMES],
      [`/stats?${SINCE}`],
      [`/stats?${SINCE}&filter=tenant:${name}`],
      [`/stats?${SINCE}&filter=tool:${tool}`],
    ],
  },
  {
    route: 'GET /stats/series',
    access: 'admins',
    asks: ({ name }) => [['/stats/series'], [`/stats/series?filter=tenant:${name}`]],
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
  { route: 'GET /instances', access: 'admins', asks: () => [['/instances']] },
  { route: 'GET /quotas', access: 'admins', asks: () => [['/quotas', NAMES]] },
  { route: 'GET /alerts', access: 'overseers' },
  { route: 'POST /alerts/silences', access: 'silencers', refusal: 400 },
  { route: 'DELETE /alerts/silences/x', access: 'silencers', refusal: 404 },
  { route: 'PUT /alerts/rules/x', access: 'rule-makers', refusal: 400 },
  { route: 'DELETE /alerts/rules/x', access: 'rule-makers', refusal: 404 },
  { route: 'POST /alerts/preview', access: 'rule-makers', refusal: 400 },
  { route: 'GET /upstreams', access: 'admins', asks: () => [['/upstreams', NAMES]] },
  { route: 'POST /upstreams/x/restart', access: 'commanders', refusal: 404 },
  { route: 'GET /tools', access: 'admins', offersTools: true },
  { route: 'GET /tools/x/definitions', access: 'admins', asks: () => [['/tools/hold/definitions']] },
  { route: 'POST /tools/x/approve', access: 'approvers', asks: () => [['/tools/hold/approve']] },
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
  { route: 'POST /admin/mcp', access: 'admins', asks: () => QUESTIONS },
  { route: 'GET /admin/mcp', access: 'unserved' },
  { route: 'DELETE /admin/mcp', access: 'unserved' },
  { route: 'POST /auth/session', access: 'sign-in' },
  { route: 'GET /auth/session', access: 'admins' },
  { route: 'DELETE /auth/session', access: 'sign-out' },
  { route: 'GET /auth/providers', access: 'everybody' },
  { route: 'GET /auth/oidc/x', access: 'providers' },
  { route: 'GET /auth/oidc/x/callback', access: 'providers' },
  { route: 'GET /auth/oidc/x/sign-out', access: 'providers' },
  { route: 'POST /mcp', access: 'agents' },
  { route: 'GET /mcp', access: 'agents' },
  { route: 'DELETE /mcp', access: 'agents' },
  { route: 'POST /ingest', access: 'observers' },
  { route: 'POST /peers/notices/x', access: 'instances' },
];

/** Whether the row is a command about something of a tenant. */
export function isCommand({ access }: Row): boolean {
  return access === 'operators' || access === 'erasers';
}
