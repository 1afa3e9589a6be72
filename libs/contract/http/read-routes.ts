import type { CrowsnestEvent } from '../events/event.ts';
import type { EventId } from '../ids.ts';

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

/** How far an instance is behind the log. */
export interface InstanceLag {
  /** Number of events in the log that it has not read yet; null when that is not known. */
  events: number | null;
  /** For how many milliseconds the oldest of them has been in the log, as far as the instance has noticed. */
  ms: number;
}

/** A process of Crowsnest that serves this log. */
export interface InstanceView {
  /** Identifies one life of the process, as in `hello` and in the data of events. */
  instance: string;
  /** The name of its host. */
  name: string;
  version: string;
  /** When it joined: ISO 8601, UTC. */
  since: string;
  /** Missing until the instance has been heard of. */
  lag?: InstanceLag;
  /** Number of its open sessions. */
  sessions: number;
  /** Number of its calls in flight. */
  callsInFlight: number;
}

/** `GET /instances`: those that are up, in the order in which they joined. */
export interface InstanceList {
  asOf: EventId;
  instances: InstanceView[];
}
