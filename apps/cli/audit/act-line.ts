import type { AuditEvent } from '#contract';

/** Members of the data that have a place of their own on the line, or none. */
const SHOWN = new Set(['admin', 'role', 'from', 'outcome', 'reason', 'instance', 'chain', 'by']);

/** An act as a line of text: when, who, from where, what, the outcome, and what it was about. */
export function actLine({ type, timestamp, tenantId, data }: AuditEvent): string {
  const { admin, role, from, outcome, reason, ...others } = { ...data };
  const by = 'by' in others ? String(others.by) : '';
  const who = `${admin || by || '-'}${role ? ` (${role})` : ''}`;
  const about = Object.entries(others).filter(([name]) => !SHOWN.has(name));
  const facts = about.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const tenant = tenantId && `tenant=${JSON.stringify(tenantId)}`;
  const why = reason && `reason=${JSON.stringify(reason)}`;
  return [timestamp, who, from || '-', type, outcome ?? 'done', tenant, ...facts, why]
    .filter(Boolean)
    .join('  ');
}
