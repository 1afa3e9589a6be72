// Both threads of the SQLite log load this file, so it imports only what both can load.

const DAY_MS = 24 * 3_600_000;

/** How long what admins did is kept, in milliseconds, unless an option says otherwise. */
export const AUDIT_MAX_AGE_MS = 365 * DAY_MS;
/** The maximum number of these events that are kept beside the log. */
export const AUDIT_MAX_EVENTS = 1_000_000;

/** Whether the JSON of an event without its id is that of an audited one, as `isAudited` says. */
export function isAuditedJson(json: string): boolean {
  return json.startsWith('{"type":"admin:');
}
