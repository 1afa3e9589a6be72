import { planFilter, type EventFilter, type Term } from '#contract';
import { plannedFilter } from '../../../encoding/planned-filter.ts';

/** The filter with those of its terms as a list of tenants that say no more than one. It selects the same events. */
export function withTenantsListed(filter: EventFilter): EventFilter {
  const { terms = [] } = filter;
  const others = terms.filter((term) => !namesTenants(term));
  if (others.length === terms.length) return filter;
  const { terms: _, ...lists } = plannedFilter({ ...filter, terms: terms.filter(namesTenants) });
  return others.length === 0 ? lists : { ...lists, terms: others };
}

function namesTenants(term: Term): boolean {
  return term.field === 'tenant' && planFilter({ terms: [term] }).tenants !== undefined;
}
