import type { CrowsnestEvent } from '../events/event.ts';

/** `GET /history` and `GET /sessions/:id/events`: oldest first. */
export interface HistoryPage {
  events: CrowsnestEvent[];
}

/** `GET /health/ready`. */
export interface ReadinessReport {
  status: 'ready';
  log: 'ok' | 'degraded';
}
