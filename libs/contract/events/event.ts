import type { EventId, SessionId, TenantId, Unchecked } from '../ids.ts';
import { EVENTS, type EventDataMap, type EventFacts, type EventType } from './event-table.ts';

/** An event of one type. Events of the server itself have an empty `sessionId` and `tenantId`. */
export interface EventOf<T extends EventType> {
  id: EventId;
  type: T;
  sessionId: SessionId;
  tenantId: TenantId;
  /** ISO 8601, UTC, stamped by the publisher. */
  timestamp: string;
  data: EventDataMap[T];
}

/** A committed event: a union discriminated by `type`. */
export type CrowsnestEvent = { [T in EventType]: EventOf<T> }[EventType];

/** An event that the log has not numbered yet. Its ids are typed as plain text until it is committed. */
export type UncommittedEvent = { [T in EventType]: UncommittedOf<T> }[EventType];

interface UncommittedOf<T extends EventType> extends Unchecked<Omit<EventOf<T>, 'id' | 'data'>> {
  data: Unchecked<EventDataMap[T]>;
}

/** The input of the publisher: it adds the time, and the log adds the id. */
export type EventDraft = { [T in EventType]: Omit<UncommittedOf<T>, 'timestamp'> }[EventType];

/** A type of the audit trail. */
export type AuditType = Extract<EventType, `admin:${string}`>;

/** An event of the audit trail. */
export type AuditEvent = Extract<CrowsnestEvent, { type: AuditType }>;

const NONE: readonly string[] = [];

/** Every event type, in the order of the table. */
export const EVENT_TYPES = Object.keys(EVENTS) as EventType[];

/** Whether the text names an event type. */
export function isEventType(text: string): text is EventType {
  return Object.hasOwn(EVENTS, text);
}

/** Whether events of a type are the audit trail: what admins did. Types of newer servers are too. */
export function isAudited(type: string): boolean {
  return type.startsWith('admin:');
}

/** The tool that an event is about, if any. */
export function toolOf({ type, data }: UncommittedEvent): string | undefined {
  return factsOf(type)?.namesTool && 'tool' in data ? data.tool : undefined;
}

/** The member of the data of a type that may hold a payload; null if there is none. */
export function payloadMemberOf(type: EventType): EventFacts['payload'] {
  return factsOf(type)?.payload ?? null;
}

/** The members of the data of a type that hold names of offered tools. */
export function offeredNamesOf(type: EventType): readonly string[] {
  return factsOf(type)?.offeredNames ?? NONE;
}

/** The event without its arguments or result, for events that are kept or sent repeatedly. */
export function withoutPayload<E extends UncommittedEvent>(event: E): E {
  const payload = factsOf(event.type)?.payload;
  if (!payload || !(payload in event.data)) return event;
  const { [payload]: _, ...data }: Record<string, unknown> = { ...event.data };
  return { ...event, data };
}

/** The facts of a type; undefined for a type of a newer server. */
function factsOf(type: EventType): EventFacts | undefined {
  return EVENTS[type];
}
