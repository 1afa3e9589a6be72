import type { DefinitionTexts } from '../events/definition-events.ts';
import type { EventId } from '../ids.ts';

/** Maximum number of definitions that are kept of a tool. */
export const MAX_DEFINITIONS_KEPT = 5;

/** A definition that a tool has or had. */
export interface ToolDefinitionVersion extends DefinitionTexts {
  /** As in `tools:changed`. */
  hash: string;
  /** When it was seen first: ISO 8601, UTC. */
  since: string;
  /** Whether agents may have it: it was there first, nothing is withheld here, or an admin has approved it. */
  approved: boolean;
}

/** `GET /tools/:name/definitions`: what is known of a tool that is or was offered. */
export interface ToolDefinitions {
  /** The id of the last event that is taken into account. */
  asOf: EventId;
  tool: string;
  /** Missing for a tool of this server. */
  upstream?: string;
  offered: boolean;
  /** Whether this server keeps it from agents until an admin approves its definition. */
  withheld: boolean;
  /** Newest first, at most {@link MAX_DEFINITIONS_KEPT}. */
  versions: ToolDefinitionVersion[];
}

/** The 202 answer to `POST /tools/:name/approve`. The effect follows as an event. */
export interface ToolApprovalAccepted {
  tool: string;
  /** The hash of the approved definition. */
  definition: string;
}
