import type { EventId } from '../ids.ts';

/** Maximum number of tools that `GET /tools` returns. */
export const MAX_TOOLS_LISTED = 5_000;

/** One tool, as an agent finds it in `tools/list`. */
export interface OfferedTool {
  name: string;
  title?: string;
  /** Long ones are cut. */
  description?: string;
  /** Size of the definition as JSON, in bytes of UTF-8: what every agent that lists the tools has to read. */
  definitionBytes: number;
  /** When its definition changed last, as far as that is known: ISO 8601, UTC. Missing if it never did. */
  changedAt?: string;
  /** Set if agents neither see nor call it until an admin approves its definition. */
  withheld?: true;
}

/** `GET /tools`: what agents are offered, in the order of the list. */
export interface OfferedTools {
  /** The id of the last event when the list was made. */
  asOf: EventId;
  /** Whether these are all tools, and not only the first {@link MAX_TOOLS_LISTED}. */
  complete: boolean;
  tools: OfferedTool[];
}
