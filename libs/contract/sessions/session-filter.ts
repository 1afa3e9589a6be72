import type { Filter, Term } from '../filters/filter.ts';
import { faultAt } from '../filters/grammar/filter-fault.ts';
import { parseFilter, type ParsedFilter } from '../filters/grammar/parse-filter.ts';
import { scanTerms } from '../filters/grammar/scan-terms.ts';
import { compileTerms } from '../filters/match-filter.ts';
import { SessionFields } from './session-fields.ts';
import type { SessionRecord } from './sessions.ts';

const HAS =
  'Filter sessions by session, tenant, client, tool, trace, upstream, instance, is:error, is:running, is:derived or a word.';

/** Reads a filter of sessions: the one grammar, without the terms that only an event can match. */
export function parseSessionFilter(text: string): ParsedFilter {
  const parsed = parseFilter(text);
  if ('faults' in parsed) return parsed;
  // The text has no fault, so each term that is written has been read.
  const written = [...scanTerms(text)];
  const faults = parsed.filter.terms.flatMap((term, index) => {
    const place = written[index];
    return isOfSessions(term) || !place ? [] : [faultAt(place, `A session has no ${nameOf(term)}. ${HAS}`)];
  });
  return faults.length > 0 ? { faults } : parsed;
}

/** Whether a session can match the term. Others are about single events. */
export function isOfSessions(term: Term): boolean {
  switch (term.field) {
    case 'type':
    case 'kind':
    case 'group':
    case 'duration':
      return false;
    case 'is':
      return !term.states.includes('unknown');
    default:
      return true;
  }
}

/** Prepares a filter for many sessions. The result says whether the filter selects one. */
export function compileSessionFilter(
  filter: Filter,
): (session: SessionRecord, callsInFlight: number) => boolean {
  const holds = compileTerms(filter);
  return (session, callsInFlight) => holds(new SessionFields(session, callsInFlight));
}

function nameOf(term: Term): string {
  return term.field === 'is' ? 'is:unknown' : term.field;
}
