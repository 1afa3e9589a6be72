/**
 * The steps of an orderly end, in their order. Each is over when all of its work is done, or when its time is up. The
 * defaults add up to less than the 30 seconds that Kubernetes gives a process before it kills it.
 */
export const SHUTDOWN_STEPS = [
  // Readiness answers 503 with `draining`. Agents can begin no session and send no new request.
  { step: 'refuse new work', deadlineMs: 1_000 },
  // Running calls come to their own end. Their handlers can still be told what they asked their agents for.
  { step: 'wait for running calls', deadlineMs: 10_000 },
  // Calls that are left end as `tool:error` of the kind `cancelled`, and every agent that waits gets an answer.
  { step: 'cancel what still runs', deadlineMs: 1_000 },
  // Each session ends as `session:close` with the reason `shutdown`. Nothing is published after this.
  { step: 'end sessions', deadlineMs: 1_000 },
  // Answers leave the process before somebody closes its connections.
  { step: 'send the last answers', deadlineMs: 2_000 },
  // Longer than the log waits for its store: then it delivers live what it could not commit, so that streams have it.
  { step: 'flush the log', deadlineMs: 6_000 },
  // Every admin has been sent everything that happened, and its stream ends.
  { step: 'end the streams of admins', deadlineMs: 3_000 },
  // What a restart begins with, in place of the whole history.
  { step: 'save checkpoints', deadlineMs: 2_000 },
  // Routes other than health answer 503 from here on.
  { step: 'close the log', deadlineMs: 3_000 },
] as const;

export type ShutdownStep = (typeof SHUTDOWN_STEPS)[number]['step'];
