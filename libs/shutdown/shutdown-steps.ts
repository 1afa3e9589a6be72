/**
 * The steps of a shutdown, in order. A step ends when all of its work is done or its deadline has passed. The default
 * deadlines add up to less than 30 seconds, after which Kubernetes kills a process.
 */
export const SHUTDOWN_STEPS = [
  // Readiness answers 503 with `draining`. Agents cannot begin sessions or send new requests.
  { step: 'refuse new work', deadlineMs: 1_000 },
  // Running calls may finish. Agents can still answer the questions of their handlers.
  { step: 'wait for running calls', deadlineMs: 10_000 },
  // The remaining calls end as `tool:error` of kind `cancelled`, and every waiting agent gets an answer.
  { step: 'cancel what still runs', deadlineMs: 1_000 },
  // Each session ends as `session:close` with the reason `shutdown`. Nothing is published after this.
  { step: 'end sessions', deadlineMs: 1_000 },
  // The answers leave the process before its connections are closed.
  { step: 'send the last answers', deadlineMs: 2_000 },
  // Longer than the log waits for its store. After that wait it delivers live what it could not commit, so that streams
  // still get it.
  { step: 'flush the log', deadlineMs: 6_000 },
  // Each stream ends once its admin has received every event.
  { step: 'end the streams of admins', deadlineMs: 3_000 },
  // A restart continues from the checkpoints instead of reading the whole history.
  { step: 'save checkpoints', deadlineMs: 2_000 },
  // From now on, all routes except the health routes answer 503.
  { step: 'close the log', deadlineMs: 3_000 },
] as const;

/** The name of a step. */
export type ShutdownStep = (typeof SHUTDOWN_STEPS)[number]['step'];
