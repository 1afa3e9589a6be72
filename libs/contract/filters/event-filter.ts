import { isAudited, toolOf, type CrowsnestEvent } from '../events/event.ts';
import type { Term } from './filter.ts';
import type { CallId } from '../ids.ts';
import type { EventType } from '../events/event-table.ts';

/** The members of an event that a filter examines. */
export interface EventSubject {
  readonly type: EventType;
  readonly tenantId: string;
  readonly sessionId: string;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  /** The tool that the event is about, if any. */
  readonly tool: string | undefined;
}

/**
 * Selects events by what they are about and when they were stamped. A missing list does not restrict; an event must
 * match every list that is present. Session events name no tool, so a list of tools excludes them.
 */
export interface EventLists {
  types?: readonly EventType[];
  tenants?: readonly string[];
  sessions?: readonly string[];
  tools?: readonly string[];
  /** No event before this time: ISO 8601, UTC, to the millisecond, as events are stamped. */
  from?: string;
  /** No event at this time or later, in the same form. */
  to?: string;
  /** No event of the audit trail: its reader may not see that. */
  hidesTrail?: true;
}

/** Selects events by lists, and by the terms of a filter that somebody wrote. All of them must hold. */
export interface EventFilter extends EventLists {
  /** As `parseFilter` reads them. */
  terms?: readonly Term[];
  /**
   * The calls without an end, which `is:running` asks for. Missing on a live stream: there every `tool:start` counts as
   * running.
   */
  running?: readonly CallId[];
}

/** Whether the filter restricts nothing. */
export function isUnfiltered(filter: EventFilter): boolean {
  return !filter.hidesTrail && selectsAllCounted(filter);
}

/** Whether the filter lets every event through that counters are made of. The audit trail counts nothing. */
export function selectsAllCounted(filter: EventFilter): boolean {
  const { types, tenants, sessions, tools, from, to, terms = [] } = filter;
  const isAnyTime = from === undefined && to === undefined;
  return !types && !tenants && !sessions && !tools && isAnyTime && terms.length === 0;
}

/** The members of this event that filters examine. */
export function subjectOf(event: CrowsnestEvent): EventSubject {
  const { type, tenantId, sessionId, timestamp } = event;
  return { type, tenantId, sessionId, timestamp, tool: toolOf(event) };
}

/** Whether the lists select the event. */
export function matchesLists(filter: EventLists, subject: EventSubject): boolean {
  const { type, tenantId, sessionId, tool } = subject;
  if (filter.hidesTrail && isAudited(type)) return false;
  if (filter.types && !filter.types.includes(type)) return false;
  if (filter.tenants && !filter.tenants.includes(tenantId)) return false;
  if (filter.sessions && !filter.sessions.includes(sessionId)) return false;
  if (!isWithin(filter, subject.timestamp)) return false;
  if (!filter.tools) return true;
  return tool !== undefined && filter.tools.includes(tool);
}

/** Whether a time lies in the range of a filter. Stamps of one form are in the order of their texts. */
export function isWithin({ from, to }: EventLists, timestamp: string): boolean {
  return (from === undefined || timestamp >= from) && (to === undefined || timestamp < to);
}
