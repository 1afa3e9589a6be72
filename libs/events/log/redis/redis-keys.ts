/** The keys of one log. They share a hash tag, so that scripts may use them together. */
export interface RedisKeys {
  /** The stream of events. */
  events: string;
  /** Facts about the log. */
  log: string;
  /** What each instance tells of itself, as JSON. */
  instances: string;
  /** The number of signs of life of each instance. */
  beats: string;
  /** The ranges of events that could not be kept, by number. */
  lost: string;
  /** What filters look at in the sessions of the events, as JSON. */
  sessions: string;
  /** The sessions that have ended, by the number of their last event. */
  ended: string;
  /** The stream of audited events. */
  audit: string;
  /** The beginning of the keys of payloads. */
  payload: string;
  /** Which payloads there are, by the number of their event. */
  payloads: string;
  /** What was appended last by an instance, or on its behalf. */
  producer: (id: string) => string;
  /** A key of a script that other libraries run. */
  beside: (key: string) => string;
  /** A key that is claimed: its owner, and the number of uses. */
  claim: (key: string) => string;
  /** Checkpoints by name. */
  checkpoints: string;
  /** The ids up to which the checkpoints include all events, by their name. */
  folded: string;
  /** The kept states of a projection, by number. */
  states: (name: string) => string;
}

/** The keys of the log with a prefix. */
export function keysOf(prefix: string): RedisKeys {
  const tag = `{${prefix}}`;
  return {
    events: `${tag}:events`,
    log: `${tag}:log`,
    instances: `${tag}:instances`,
    beats: `${tag}:beats`,
    lost: `${tag}:lost`,
    sessions: `${tag}:sessions`,
    ended: `${tag}:ended`,
    audit: `${tag}:audit`,
    payload: `${tag}:payload:`,
    payloads: `${tag}:payloads`,
    producer: (id) => `${tag}:producer:${id}`,
    beside: (key) => `${tag}:${key}`,
    claim: (key) => `${tag}:claim:${key}`,
    checkpoints: `${tag}:checkpoints`,
    folded: `${tag}:folded`,
    states: (name) => `${tag}:states:${name}`,
  };
}
