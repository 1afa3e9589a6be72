import type { Call, Connect } from './connections/connection.ts';
import type { Random } from './random.ts';

/** Who an agent is and how it behaves. */
export interface Character {
  name: string;
  version: string;
  connect: Connect;
  /** Minimum and maximum number of calls before the agent disconnects, both inclusive. */
  callsPerVisit: [least: number, most: number];
  leaves: 'with a goodbye' | 'without a word';
  decideOnCall(random: Random): Call;
}
