/** The methods that are tried at every path. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export type Method = (typeof METHODS)[number];

/** Status codes of an answer: without credentials, and with the right ones. */
export type Statuses = readonly [without: number, right: number];

/** A path below the one where Crowsnest is mounted, and how it answers. */
export interface PathRow {
  path: string;
  /** The methods that are served there. HEAD is served as GET. */
  served: Partial<Record<Method, Statuses>>;
  /** The status code for all other methods. Default: 404. */
  others?: number;
  /** Whose credentials are the right ones. Default: those of an admin. */
  whose?: 'agent' | 'observer';
  /** What a file or page of the console says about caches. Default: `no-store`, as all other answers do. */
  cache?: string;
}

const get = (path: string, ...statuses: Statuses): PathRow => ({ path, served: { GET: statuses } });
const by = (method: Method, path: string, ...statuses: Statuses): PathRow => ({
  path,
  served: { [method]: statuses },
});

const OF_AGENTS = {
  // There is no stream without a session, and no session to end.
  served: { GET: [401, 405], HEAD: [405, 405], POST: [401, 400], DELETE: [401, 400] },
  others: 405,
  whose: 'agent',
} as const satisfies Partial<PathRow>;

/** Every route is here at least once, with its faulty queries. Nothing is sent with a request but its credentials. */
export const PATHS: readonly PathRow[] = [
  get('', 302, 302),
  get('/events', 401, 200),
  get('/events?type=none', 401, 400),
  get('/events?filter=is:error', 401, 200),
  get('/events?filter=no:key', 401, 400),
  get('/stats', 401, 200),
  get('/stats?none=1', 401, 400),
  get('/stats?from=2026-11-22', 401, 200),
  get('/stats?from=yesterday', 401, 400),
  get('/stats?filter=is:error', 401, 200),
  get('/stats?at=9007199254740991', 401, 200),
  get('/stats?at=0', 401, 404),
  get('/stats/series', 401, 200),
  get('/stats/series?step=0', 401, 400),
  get('/history', 401, 200),
  get('/history?limit=0', 401, 400),
  get('/history?filter=is:error', 401, 200),
  get('/history?filter=no:key', 401, 400),
  get('/history/export', 401, 200),
  get('/history/export?format=csv', 401, 200),
  get('/history/export?format=xml', 401, 400),
  get('/history/export?filter=no:key', 401, 400),
  get('/sessions', 401, 200),
  get('/sessions?filter=is:error&sort=-calls', 401, 200),
  get('/sessions?filter=kind:tool', 401, 400),
  get('/sessions?sort=size', 401, 400),
  { path: '/sessions/nobody', served: { GET: [401, 404], DELETE: [401, 404] } },
  { path: '/sessions/nobody?none=1', served: { GET: [401, 400], DELETE: [401, 400] } },
  get('/sessions/nobody/events', 401, 404),
  get('/sessions/nobody/events?filter=no:key', 401, 400),
  by('DELETE', '/sessions/nobody/payloads', 401, 404),
  by('DELETE', '/tenants/nobody/payloads', 401, 404),
  by('DELETE', '/tenants/nobody/payloads?none=1', 401, 400),
  get('/instances', 401, 200),
  get('/instances?none=1', 401, 400),
  get('/quotas', 401, 200),
  get('/quotas?none=1', 401, 400),
  get('/alerts', 401, 200),
  get('/alerts?none=1', 401, 400),
  by('POST', '/alerts/silences', 401, 400),
  by('POST', '/alerts/silences?none=1', 401, 400),
  by('DELETE', '/alerts/silences/nothing', 401, 404),
  by('DELETE', '/alerts/silences/nothing?none=1', 401, 400),
  { path: '/alerts/rules/nothing', served: { PUT: [401, 400], DELETE: [401, 404] } },
  { path: '/alerts/rules/nothing?none=1', served: { PUT: [401, 400], DELETE: [401, 400] } },
  by('POST', '/alerts/preview', 401, 400),
  by('POST', '/alerts/preview?none=1', 401, 400),
  get('/upstreams', 401, 200),
  get('/upstreams?none=1', 401, 400),
  by('POST', '/upstreams/nothing/restart', 401, 404),
  by('POST', '/upstreams/nothing/restart?none=1', 401, 400),
  get('/tools', 401, 200),
  get('/tools?none=1', 401, 400),
  get('/tools/nothing/definitions', 401, 404),
  get('/tools/nothing/definitions?none=1', 401, 400),
  by('POST', '/tools/nothing/approve', 401, 404),
  by('POST', '/tools/nothing/approve?definition=1', 401, 400),
  get('/metrics', 401, 200),
  by('POST', '/calls/nothing/cancel', 401, 404),
  by('POST', '/calls/nothing/cancel?none=1', 401, 400),
  { path: '/admin/mcp', served: { GET: [401, 405], POST: [401, 415], DELETE: [401, 405] } },
  { path: '/auth/session', served: { GET: [401, 200], POST: [401, 200], DELETE: [401, 204] } },
  get('/auth/providers', 200, 200),
  get('/auth/oidc/none', 404, 404),
  get('/auth/oidc/none/callback', 404, 404),
  get('/auth/oidc/none/sign-out', 404, 404),
  // The provider does not answer.
  get('/auth/oidc/desk', 503, 503),
  get('/auth/oidc/desk/callback', 400, 400),
  get('/auth/oidc/desk/sign-out', 302, 302),
  get('/health/live', 200, 200),
  get('/health/ready', 200, 200),
  { ...get('/dashboard', 200, 200), cache: 'no-cache' },
  { ...get('/dashboard/sessions', 200, 200), cache: 'no-cache' },
  { ...get('/dashboard/nothing', 404, 404), cache: 'no-cache' },
  { ...get('/dashboard/main-ABCD2345.js', 200, 200), cache: 'public, max-age=31536000, immutable' },
  get('/dashboard/missing-ABCD2345.js', 404, 404),
  { ...by('POST', '/ingest', 401, 400), whose: 'observer' },
  { path: '/mcp', ...OF_AGENTS },
  { path: '/mcp/box', ...OF_AGENTS },
  // Only other instances find something there.
  by('POST', '/peers/notices/any', 404, 404),
  get('/nothing', 404, 404),
];

/** The expected status codes of a method at a path. */
export function statusesOf({ served, others = 404 }: PathRow, method: Method): Statuses {
  const named = served[method] ?? (method === 'HEAD' ? served.GET : undefined);
  return named ?? [others, others];
}

/** Whether the path of the row is one of the route, which has `x` for each parameter, and is served by its method. */
export function isOfRoute(row: PathRow, [method, route]: readonly [method: string, path: string]): boolean {
  const [path = ''] = row.path.split('?');
  const pattern = new RegExp(`^${route.replace(/\/x(?=\/|$)/g, '/[^/]+')}$`);
  return pattern.test(path) && method in row.served;
}
