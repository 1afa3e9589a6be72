import type { Random } from '../environment/random.ts';

/** What the chaos does to a cluster. `instance` and `subscriber` are numbers from 0; times are in milliseconds. */
export type Act =
  /** Ends the process with SIGKILL or SIGTERM, and later starts another one with a clock of its own. */
  | { act: 'kill' | 'stop'; instance: number; forMs: number; clockShiftMs: number }
  /** Sends SIGSTOP, and later SIGCONT. */
  | { act: 'pause'; instance: number; forMs: number }
  /** Lets the next batch of an instance arrive, and cuts the connection before it is acknowledged. */
  | { act: 'cut append'; instance: number }
  /** Cuts every connection of an instance to the broker. */
  | { act: 'cut off'; instance: number; forMs: number }
  | { act: 'kill broker'; forMs: number }
  /** Cuts the stream of a subscriber, who goes on elsewhere. */
  | { act: 'hop'; subscriber: number };

const HOUR_MS = 3_600_000;
/** An instance that is silent for this time is given up by the others. */
export const PATIENCE_MS = 16_000;
/** One act in this many that may outlast the patience of the others does. */
const LONG = 4;

const KINDS = [
  'kill',
  'kill',
  'stop',
  'pause',
  'pause',
  'cut append',
  'cut append',
  'cut off',
  'kill broker',
  'hop',
  'hop',
] as const satisfies Act['act'][];

/** How wrong the clock of an instance is. */
export function someClock(random: Random): number {
  return random.pick([0, HOUR_MS, -HOUR_MS]);
}

/** How many there are of what acts happen to, and how long a long act takes, in milliseconds. */
export interface Scene {
  instances: number;
  subscribers: number;
  longMs: number;
}

/** Draws an act. */
export function someAct(random: Random, { instances, subscribers, longMs }: Scene): Act {
  const act = random.pick(KINDS);
  const instance = random.below(instances);
  const forMs = random.below(LONG) === 0 ? longMs : random.below(3_000);
  switch (act) {
    case 'kill':
    case 'stop':
      return { act, instance, forMs, clockShiftMs: someClock(random) };
    case 'pause':
    case 'cut off':
      return { act, instance, forMs };
    case 'cut append':
      return { act, instance };
    case 'kill broker':
      return { act, forMs };
    case 'hop':
      return { act, subscriber: random.below(subscribers) };
    default:
      return act satisfies never;
  }
}
