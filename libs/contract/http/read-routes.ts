import type { CrowsnestEvent } from '../events/event.ts';

/** `GET /history` and `GET /sessions/:id/events`; the events are sorted oldest first. */
export interface HistoryPage {
  events: CrowsnestEvent[];
}

/** `GET /health/ready`: 200 while `ready`, 503 while `draining`. */
export interface ReadinessReport {
  /** `draining`: the server shuts down, and takes no new work. */
  status: 'ready' | 'draining';
  log: 'ok' | 'degraded';
}
