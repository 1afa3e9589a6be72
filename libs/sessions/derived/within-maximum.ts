import type { DerivedSessionKey } from './derived-session-key.ts';

/** Maximum number of open derived sessions per tenant. */
const MAX_DERIVED_SESSIONS = 1_000;

/**
 * The key of the session that a request gets while `open` sessions of its tenant are open. The last two places are
 * reserved: one for a client without its trace, one for all others together.
 */
export function withinMaximum(
  key: DerivedSessionKey,
  open: number,
  isKnown: (key: DerivedSessionKey) => boolean,
): DerivedSessionKey {
  if (open < MAX_DERIVED_SESSIONS - 2) return key;
  const { traceId: _, ...untraced } = key;
  if (open < MAX_DERIVED_SESSIONS - 1 || isKnown(untraced)) return untraced;
  const { issuerId: _issuerId, ...shared } = untraced;
  return { ...shared, principalId: '', client: { name: '(other)', version: '' } };
}
