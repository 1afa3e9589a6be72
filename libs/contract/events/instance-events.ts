/** An instance has joined those that share the log. */
export interface InstanceUpData {
  /** Identifies one life of a process: its name and 8 hex digits. Never used again. */
  instance: string;
  /** The name of its host. */
  name: string;
  /** The version of Crowsnest that it runs. */
  version: string;
}

/** An instance has left. After this, no event of its own follows. */
export interface InstanceDownData {
  /** As in {@link InstanceUpData}. */
  instance: string;
  /** `lost`: the others had not heard from it for some time, and end what it has left open. */
  reason: 'shutdown' | 'lost';
}
