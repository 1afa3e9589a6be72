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
  /** Number of lines on stdout that are not messages. */
  strayCount: number;
  /** The last of them, oldest first. */
  strays: string[];
}

/** A server behind the gateway, in one instance: each instance has its own processes and sessions. */
export interface UpstreamView {
  name: string;
  /** The instance that tells this, as in `hello`. */
  instance: string;
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
  /** Whether all agents of a tenant share one session of it, and over stdio one process. */
  shared: boolean;
  /** Whose agents see it; null for all. */
  tenants: string[] | null;
  /** Its last fault; missing if it has worked since. */
  fault?: { code: UpstreamFaultCode; message: string };
  /** Null if it is not a process, or if the admin may not see what other tenants cause it to write. */
  output: UpstreamOutput | null;
}

/** `GET /upstreams`: an entry for each upstream and instance. Those of one upstream stand together. */
export interface UpstreamList {
  upstreams: UpstreamView[];
  /** Instances that are up and have not told theirs in time. */
  silent: string[];
}

/** `POST /upstreams/:name/restart`, for all instances or for the one in `?instance=`: the restart has begun. */
export interface UpstreamRestartAccepted {
  name: string;
  /** The instances in which it has begun. */
  instances: string[];
  /** Instances that are up and have not answered in time: whether it has begun there is not known. */
  silent: string[];
}
