import { isAuditedJson } from '../../audit/audit-retention.ts';

/**
 * The audited events of a batch for the script that appends it: a line each, with the distance from the last event and
 * the JSON. Empty if there are none.
 */
export function auditLines(jsons: readonly string[]): string {
  const last = jsons.length - 1;
  return jsons.map((json, index) => (isAuditedJson(json) ? `${last - index} ${json}\n` : '')).join('');
}
