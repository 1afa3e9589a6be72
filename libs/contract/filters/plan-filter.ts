import type { EventType } from '../events/event-table.ts';
import { EVENT_TYPES } from '../events/event.ts';
import { CALL_ENDS, CALL_TYPES } from './call-types.ts';
import type { Filter, FilterState, Pattern, Term } from './filter.ts';
import { foldCase } from './fold-case.ts';
import { anyPattern, isExact } from './pattern.ts';

/**
 * What an index can use of a filter: an event that the filter selects is in every list, so what is in all lists still
 * has to be matched. Undefined does not restrict, and with an empty list nothing can match.
 */
export interface FilterPlan {
  readonly types: readonly EventType[] | undefined;
  readonly tenants: readonly string[] | undefined;
  readonly sessions: readonly string[] | undefined;
  /**
   * Names of tools, folded by `foldCase`, because their case does not count. An index of exact names looks up every
   * name that it knows whose fold is in the list.
   */
  readonly toolsFolded: readonly string[] | undefined;
  /** Whether the filter reads the event's session. */
  readonly needsSession: boolean;
  /** Whether the filter depends on whether a call is running. */
  readonly needsRunning: boolean;
  /** Whether the filter reads more of the event than its type, tenant, session and tool. */
  readonly needsEvent: boolean;
}

type Lists = Pick<FilterPlan, 'types' | 'tenants' | 'sessions' | 'toolsFolded'>;

const ANY: Lists = { types: undefined, tenants: undefined, sessions: undefined, toolsFolded: undefined };

/** Plans a filter. Only terms that are not negated restrict; a star does so for types alone, which are a closed set. */
export function planFilter({ terms }: Filter): FilterPlan {
  return {
    ...terms.filter(({ negated }) => !negated).reduce(narrowed, ANY),
    needsSession: terms.some(looksAtSession),
    needsRunning: terms.some((term) => term.field === 'is' && term.states.includes('running')),
    needsEvent: terms.some(looksAtEvent),
  };
}

function narrowed(lists: Lists, term: Term): Lists {
  switch (term.field) {
    case 'tenant':
      return { ...lists, tenants: inBoth(lists.tenants, textsOf(term.patterns)) };
    case 'session':
      return { ...lists, sessions: inBoth(lists.sessions, textsOf(term.patterns)) };
    case 'tool':
      return { ...lists, toolsFolded: inBoth(lists.toolsFolded, textsOf(term.patterns, foldCase)) };
    default:
      return { ...lists, types: inBoth(lists.types, typesOf(term)) };
  }
}

function inBoth<T>(some: readonly T[] | undefined, others: readonly T[] | undefined): typeof some {
  if (!some || !others) return some ?? others;
  return some.filter((one) => others.includes(one));
}

/** The texts that the patterns match; undefined if one has a star. */
function textsOf(patterns: readonly Pattern[], fold = (text: string) => text): string[] | undefined {
  if (!patterns.every(isExact)) return undefined;
  return [...new Set(patterns.map(({ parts }) => fold(parts.join(''))))];
}

/** The types of the events for which the term can hold; undefined if that does not depend on the type. */
function typesOf(term: Term): readonly EventType[] | undefined {
  switch (term.field) {
    case 'type':
      return EVENT_TYPES.filter(anyPattern(term.patterns));
    case 'kind':
    case 'group':
      return ['tool:error'];
    case 'duration':
      return CALL_ENDS;
    case 'is':
      return typesOfStates(term.states);
    default:
      return undefined;
  }
}

const TYPES_OF_STATES: Readonly<Record<Exclude<FilterState, 'derived'>, readonly EventType[]>> = {
  error: ['tool:error'],
  running: ['tool:start'],
  unknown: CALL_TYPES,
};

function typesOfStates(states: readonly FilterState[]): readonly EventType[] | undefined {
  const types = new Set<EventType>();
  for (const state of states) {
    if (state === 'derived') return undefined;
    for (const type of TYPES_OF_STATES[state]) types.add(type);
  }
  return [...types];
}

function looksAtSession(term: Term): boolean {
  if (term.field === 'is') return term.states.includes('derived');
  return term.field === 'client' || term.field === 'text';
}

function looksAtEvent(term: Term): boolean {
  switch (term.field) {
    case 'type':
    case 'tenant':
    case 'session':
    case 'tool':
      return false;
    case 'is':
      return term.states.some((state) => state !== 'error');
    default:
      return true;
  }
}
