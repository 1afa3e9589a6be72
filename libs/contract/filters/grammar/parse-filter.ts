import {
  FAULTS,
  faultAt,
  MAX_FILTER_ALTERNATIVES,
  MAX_FILTER_LENGTH,
  MAX_FILTER_TERMS,
  type FilterFault,
} from './filter-fault.ts';
import type { Filter, Term } from '../filter.ts';
import { parseTerm } from './parse-term.ts';
import { scanTerms } from './scan-terms.ts';

/** The filter that a text says, or every fault in the text. */
export type ParsedFilter = { readonly filter: Filter } | { readonly faults: readonly FilterFault[] };

/** Reads a filter. It never throws, and takes time in proportion to the length of the text. */
export function parseFilter(text: string): ParsedFilter {
  const faults: FilterFault[] = [];
  const faultFrom = (start: number, message: string): void => {
    faults.push(faultAt({ start, end: text.length }, message));
  };
  if (text.length > MAX_FILTER_LENGTH) {
    faultFrom(MAX_FILTER_LENGTH, FAULTS.tooLong);
    return { faults };
  }
  const terms: Term[] = [];
  let written = 0;
  let alternatives = 0;
  for (const term of scanTerms(text)) {
    const excess = term.values[MAX_FILTER_ALTERNATIVES - alternatives];
    if (written === MAX_FILTER_TERMS) faultFrom(term.start, FAULTS.tooManyTerms);
    else if (excess) faultFrom(Math.min(excess.start, text.length - 1), FAULTS.tooManyAlternatives);
    if (written === MAX_FILTER_TERMS || excess) break;
    written += 1;
    alternatives += term.values.length;
    const parsed = parseTerm(term, faults);
    if (parsed) terms.push(parsed);
  }
  return faults.length > 0 ? { faults } : { filter: { terms } };
}
