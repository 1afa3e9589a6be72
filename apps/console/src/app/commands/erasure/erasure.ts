import { formatCount } from '../../ui/numbers.ts';

/** Whose arguments and results are erased. `agent` is the name of the session's client. */
export type ErasureTarget =
  | { of: 'session'; sessionId: string; agent: string }
  /** `tenantId` is that of the admin; null for an admin of all tenants, who names one. */
  | { of: 'tenant'; tenantId: string | null };

/** Returns the question of the dialog. */
export function questionOf(target: ErasureTarget): string {
  return target.of === 'session'
    ? `Erase arguments and results of the session of ${target.agent}?`
    : 'Erase all arguments and results of a tenant?';
}

/** Says what was erased. */
export function erasedText(payloads: number): string {
  if (payloads === 0) return 'There was nothing to erase.';
  const what =
    payloads === 1 ? '1 argument or result was' : `${formatCount(payloads)} arguments and results were`;
  return `${what} erased.`;
}
