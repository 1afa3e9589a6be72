/** Every route of the server, relative to its origin. */
export const ROUTES = {
  mcp: '/mcp',
  events: '/events',
  stats: '/stats',
  statsSeries: '/stats/series',
  history: '/history',
  historyExport: '/history/export',
  sessions: '/sessions',
  instances: '/instances',
  /** What fires, the rules and the silences. */
  alerts: '/alerts',
  /** `/:name` below it sets and deletes a rule. */
  alertRules: '/alerts/rules',
  alertPreview: '/alerts/preview',
  /** `/:id` below it ends a silence. */
  alertSilences: '/alerts/silences',
  /** `/:name/definitions` below it lists the definitions of a tool, and `POST /:name/approve` approves one. */
  tools: '/tools',
  quotas: '/quotas',
  upstreams: '/upstreams',
  calls: '/calls',
  /** `/:tenant/payloads` below it: `DELETE` erases arguments and results. */
  tenants: '/tenants',
  /** Takes the events of observers outside. */
  ingest: '/ingest',
  /** Between instances only. */
  peerNotices: '/peers/notices',
  /** An MCP server over what admins see, for their assistants. */
  adminMcp: '/admin/mcp',
  authSession: '/auth/session',
  authProviders: '/auth/providers',
  authOidc: '/auth/oidc',
  dashboard: '/dashboard',
  metrics: '/metrics',
  healthLive: '/health/live',
  healthReady: '/health/ready',
} as const;

/** The path of one session; `/events` below it lists its events, and `DELETE` ends it. */
export function sessionRoute(sessionId: string): string {
  return `${ROUTES.sessions}/${encodeURIComponent(sessionId)}`;
}

/** The path that erases the arguments and results of a session, by `DELETE`. */
export function payloadsOfSessionRoute(sessionId: string): string {
  return `${sessionRoute(sessionId)}/payloads`;
}

/** The path that erases the arguments and results of a tenant, by `DELETE`. */
export function payloadsOfTenantRoute(tenantId: string): string {
  return `${ROUTES.tenants}/${encodeURIComponent(tenantId)}/payloads`;
}

/** The path that begins a sign-in at a provider; `/callback` below it ends it, and `/sign-out` signs out there. */
export function oidcRoute(provider: string): string {
  return `${ROUTES.authOidc}/${encodeURIComponent(provider)}`;
}

/** The path of one tool; `/definitions` below it lists its definitions, and `/approve` approves one, by `POST`. */
export function toolRoute(tool: string): string {
  return `${ROUTES.tools}/${encodeURIComponent(tool)}`;
}

/** The path that cancels a call, by `POST`. */
export function callCancelRoute(callId: string): string {
  return `${ROUTES.calls}/${encodeURIComponent(callId)}/cancel`;
}

/** The path of a rule of alerts: `PUT` sets it, and `DELETE` deletes it. */
export function alertRuleRoute(name: string): string {
  return `${ROUTES.alertRules}/${encodeURIComponent(name)}`;
}

/** The path that ends a silence, by `DELETE`. */
export function silenceRoute(id: string): string {
  return `${ROUTES.alertSilences}/${encodeURIComponent(id)}`;
}

/** The path that restarts an upstream, by `POST`. */
export function upstreamRestartRoute(name: string): string {
  return `${ROUTES.upstreams}/${encodeURIComponent(name)}/restart`;
}
