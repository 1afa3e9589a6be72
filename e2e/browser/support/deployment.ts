/** What serves the console of a test: one server with a log of its own, or several that share one. */
export interface Deployment {
  /** The URL of the log. */
  readonly log: string;
  /** Resolves once it serves. */
  start(): Promise<void>;
  /** Stops every server with SIGTERM. */
  stop(): Promise<void>;
  /** Kills every server with SIGKILL. */
  kill(): Promise<void>;
  /** Deletes the log while no server runs. */
  loseLog(): Promise<void>;
  /** Makes the log unusable. */
  breakLog(): Promise<void>;
  /** Undoes that. */
  mendLog(): Promise<void>;
  /** Frees what is left after {@link stop}. */
  dispose(): Promise<void>;
}
