import { toolOf, type CrowsnestEvent } from './event.ts';
import type { EventType } from './event-table.ts';

/** The members of an event that a filter examines. */
export interface EventSubject {
  readonly type: EventType;
  readonly tenantId: string;
  readonly sessionId: string;
  /** The tool that the event is about, if any. */
  readonly tool: string | undefined;
}

/**
 * Selects events. A missing list does not restrict; an event must match every list that is present. Session events name
 * no tool, so a list of tools excludes them.
 */
export interface EventFilter {
  types?: readonly EventType[];
  tenants?: readonly string[];
  sessions?: readonly string[];
  tools?: readonly string[];
}

/** Whether the filter restricts nothing. */
export function isUnfiltered(filter: EventFilter): boolean {
  return !filter.types && !filter.tenants && !filter.sessions && !filter.tools;
}

/** The members of this event that filters examine. */
export function subjectOf(event: CrowsnestEvent): EventSubject {
  const { type, tenantId, sessionId } = event;
  return { type, tenantId, sessionId, tool: toolOf(event) };
}

/** Whether the filter selects the event. */
export function matchesFilter(filter: EventFilter, subject: EventSubject): boolean {
  const { type, tenantId, sessionId, tool } = subject;
  if (filter.types && !filter.types.includes(type)) return false;
  if (filter.tenants && !filter.tenants.includes(tenantId)) return false;
  if (filter.sessions && !filter.sessions.includes(sessionId)) return false;
  if (!filter.tools) return true;
  return tool !== undefined && filter.tools.includes(tool);
}
