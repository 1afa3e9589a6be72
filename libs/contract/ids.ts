declare const brand: unique symbol;

/**
 * Text that is known to be an id of one kind. Each kind of id is created in one place, or read from the log. Text from
 * outside must be parsed, or is only used for a lookup; comparing it with an id does not make it one.
 */
type Id<Kind extends string> = string & { readonly [brand]: Kind };

/**
 * The position of an event in the log, assigned at commit. Strictly increasing in the order of the log and never
 * reused. A decimal integer below 2^53 (embedded engines) or `ms-seq` (Redis Streams).
 */
export type EventId = Id<'EventId'>;

/**
 * Identifies a session: an `Mcp-Session-Id`, or an id that Crowsnest generates. Empty for an event without a session.
 */
export type SessionId = Id<'SessionId'>;

/** Identifies a call globally; never a JSON-RPC id. */
export type CallId = Id<'CallId'>;

/** Identifies a tenant. Empty for an event without one. */
export type TenantId = Id<'TenantId'>;

/** The same members with ids as plain text, as they are before an event is committed. */
export type Unchecked<T> = { [K in keyof T]: T[K] extends Id<string> ? string : T[K] };

const EVENT_ID = /^(0|[1-9]\d{0,18})(?:-(0|[1-9]\d{0,18}))?$/;
/** Reads an event id from outside; `undefined` when the text is not one. */
export function parseEventId(text: string): EventId | undefined {
  return EVENT_ID.test(text) ? (text as EventId) : undefined;
}

/** Orders two event ids: negative when `a` comes first, 0 when they are the same position. */
export function compareEventIds(a: string, b: string): number {
  const end = a.indexOf('-');
  // Parts of the same lengths are in the order of their texts. This case is the common one, so it allocates nothing.
  if (a.length === b.length && end === b.indexOf('-')) return a === b ? 0 : a < b ? -1 : 1;
  const [aMajor = '0', aMinor = '0'] = a.split('-');
  const [bMajor = '0', bMinor = '0'] = b.split('-');
  return compareDecimals(aMajor, bMajor) || compareDecimals(aMinor, bMinor);
}

/** The largest second part of an id. */
const LAST_PART = '9223372036854775807';

/** The position right before an event: a page of the log after it begins with that event. */
export function positionBefore(id: EventId): EventId {
  const [major = '0', minor] = id.split('-');
  if (minor === undefined) return String(BigInt(major) - 1n) as EventId;
  if (minor !== '0') return `${major}-${BigInt(minor) - 1n}` as EventId;
  return `${BigInt(major) - 1n}-${LAST_PART}` as EventId;
}

// Decimal strings without leading zeros: the longer one is greater. Loses no precision above 2^53.
function compareDecimals(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a === b ? 0 : a < b ? -1 : 1;
}
