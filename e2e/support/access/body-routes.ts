/** A route that takes requests with a body, and whose credentials it wants. */
export interface BodyRoute {
  method: 'POST' | 'PUT' | 'DELETE';
  /** A path below the one where Crowsnest is mounted. */
  path: string;
  whose: 'admin' | 'agent' | 'observer';
}

/** The routes that read a body. */
export const READERS: readonly BodyRoute[] = [
  { method: 'POST', path: '/mcp', whose: 'agent' },
  { method: 'POST', path: '/mcp/box', whose: 'agent' },
  { method: 'POST', path: '/ingest', whose: 'observer' },
  { method: 'POST', path: '/admin/mcp', whose: 'admin' },
  { method: 'POST', path: '/alerts/silences', whose: 'admin' },
  { method: 'DELETE', path: '/alerts/silences/nothing', whose: 'admin' },
  { method: 'PUT', path: '/alerts/rules/nothing', whose: 'admin' },
  { method: 'DELETE', path: '/alerts/rules/nothing', whose: 'admin' },
  { method: 'POST', path: '/alerts/preview', whose: 'admin' },
  { method: 'DELETE', path: '/sessions/nobody', whose: 'admin' },
  { method: 'DELETE', path: '/sessions/nobody/payloads', whose: 'admin' },
  { method: 'DELETE', path: '/tenants/nobody/payloads', whose: 'admin' },
  { method: 'POST', path: '/calls/nothing/cancel', whose: 'admin' },
  { method: 'POST', path: '/tools/nothing/approve', whose: 'admin' },
  { method: 'POST', path: '/upstreams/nothing/restart', whose: 'admin' },
];

/** The routes to which a body may be sent, and that do not read it. */
export const IGNORERS: readonly BodyRoute[] = [
  { method: 'POST', path: '/auth/session', whose: 'admin' },
  { method: 'DELETE', path: '/auth/session', whose: 'admin' },
  { method: 'DELETE', path: '/admin/mcp', whose: 'admin' },
  { method: 'DELETE', path: '/mcp', whose: 'agent' },
  { method: 'DELETE', path: '/mcp/box', whose: 'agent' },
];
