import { toolOf, type CrowsnestEvent, type EventType } from './events.ts';

/** What filters ask of an event. */
export interface EventSubject {
  readonly type: EventType;
  readonly tenantId: string;
  readonly sessionId: string;
  /** The tool that it is about, if it is about one. */
  readonly tool: string | undefined;
}

/**
 * Which events a reader wants. A missing list does not restrict; lists of different fields restrict
 * together. Session events name no tool, so a list of tools leaves them out.
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

export function subjectOf(event: CrowsnestEvent): EventSubject {
  const { type, tenantId, sessionId } = event;
  return { type, tenantId, sessionId, tool: toolOf(event) };
}

/** Whether the event is one that the filter lets through. */
export function matchesFilter(filter: EventFilter, subject: EventSubject): boolean {
  const { type, tenantId, sessionId, tool } = subject;
  if (filter.types && !filter.types.includes(type)) return false;
  if (filter.tenants && !filter.tenants.includes(tenantId)) return false;
  if (filter.sessions && !filter.sessions.includes(sessionId)) return false;
  if (!filter.tools) return true;
  return tool !== undefined && filter.tools.includes(tool);
}
