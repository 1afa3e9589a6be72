/** Every route of the server, relative to its origin. */
export const ROUTES = {
  mcp: '/mcp',
  events: '/events',
  stats: '/stats',
  history: '/history',
  sessions: '/sessions',
  authSession: '/auth/session',
  dashboard: '/dashboard',
  healthLive: '/health/live',
  healthReady: '/health/ready',
} as const;

/** The path of one session; `/events` below it lists its events. */
export function sessionRoute(sessionId: string): string {
  return `${ROUTES.sessions}/${encodeURIComponent(sessionId)}`;
}

/** The cookie that keeps an admin signed in. */
export const SESSION_COOKIE = 'crowsnest_session';
