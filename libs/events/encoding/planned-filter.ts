// Both threads of the SQLite log load this file, so it imports only what both can load.
import { planFilter, type EventFilter } from '#contract';

/** The filter with the lists that its terms imply, by which an index finds events. It selects the same events. */
export function plannedFilter(filter: EventFilter): EventFilter {
  if (!filter.terms) return filter;
  const plan = planFilter({ terms: filter.terms });
  const types = common(filter.types, plan.types);
  const tenants = common(filter.tenants, plan.tenants);
  const sessions = common(filter.sessions, plan.sessions);
  return {
    ...filter,
    ...(types && { types }),
    ...(tenants && { tenants }),
    ...(sessions && { sessions }),
  };
}

/** What is in both lists; a missing list restricts nothing. */
export function common<T>(
  a: readonly T[] | undefined,
  b: readonly T[] | undefined,
): readonly T[] | undefined {
  if (!a || !b) return a ?? b;
  const other = new Set(b);
  return a.filter((value) => other.has(value));
}
