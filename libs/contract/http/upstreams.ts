import type { UpstreamFaultCode } from '../events/upstream-events.ts';

/**
 * What an upstream does: nothing, because nobody uses it (`idle`); it starts (`starting`) or works (`up`); it failed and
 * is tried again after a while, or with the next request (`waiting`); it failed too often and is not started any more
 * (`parked`); or it refuses its credentials (`refused`). An admin can restart it in any state.
 */
export type UpstreamState = 'idle' | 'starting' | 'up' | 'waiting' | 'parked' | 'refused';

/** What the processes of an upstream have written besides messages, redacted. */
export interface UpstreamOutput {
  /** The end of stderr: at most 64 KiB. */
  stderr: string;
  /** Number of lines on stdout that are no messages. */
  strayCount: number;
  /** The last of them, oldest first. */
  strays: string[];
}

/** A server behind the gateway. */
export interface UpstreamView {
  name: string;
  transport: 'stdio' | 'http';
  /** The command line or the URL, without secrets. */
  target: string;
  state: UpstreamState;
  /** The eras in which it has answered. */
  eras: ('legacy' | 'modern')[];
  /** Since when it has worked: ISO 8601, UTC. Missing if it does not. */
  since?: string;
  /** How often it was started or reached again after it had failed. */
  restarts: number;
  /** Number of its processes or sessions; of the admin's tenant, if the admin has one. */
  sessions: number;
  /** Number of requests that it has not answered, likewise. */
  inFlight: number;
  /** Number of requests that wait for a place because of its `maxConcurrent`. */
  waiting: number;
  /** Whose agents see it; null for all. */
  tenants: string[] | null;
  /** Its last fault; missing if it has worked since. */
  fault?: { code: UpstreamFaultCode; message: string };
  /** Null if it is no process, or if the admin may not see what other tenants make it write. */
  output: UpstreamOutput | null;
}

/** `GET /upstreams`: of the instance that answers, by name. */
export interface UpstreamList {
  upstreams: UpstreamView[];
}

/** `POST /upstreams/:name/restart`: the restart has begun. */
export interface UpstreamRestartAccepted {
  name: string;
}
