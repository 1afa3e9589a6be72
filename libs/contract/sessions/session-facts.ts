import type { SessionFacts } from '../filters/filter-subject.ts';

/**
 * What filters look at in a session, from its `session:open` or its record. Undefined where that does not say so, as it
 * may be in an event that an application has published.
 */
export function sessionFactsOf({
  client,
  origin,
}: {
  client?: unknown;
  origin?: unknown;
}): SessionFacts | undefined {
  const clientName = (client as { name?: unknown } | null | undefined)?.name;
  if (typeof clientName !== 'string') return undefined;
  return origin === 'protocol' || origin === 'derived' ? { clientName, origin } : undefined;
}
