import { toolOf, type CrowsnestEvent, type EventType } from './events.ts';

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

/** Whether the event is one that the filter lets through. */
export function matchesFilter(filter: EventFilter, event: CrowsnestEvent): boolean {
  if (filter.types && !filter.types.includes(event.type)) return false;
  if (filter.tenants && !filter.tenants.includes(event.tenantId)) return false;
  if (filter.sessions && !filter.sessions.includes(event.sessionId)) return false;
  if (!filter.tools) return true;
  const tool = toolOf(event);
  return tool !== undefined && filter.tools.includes(tool);
}
