import { EVENT_TYPES } from '../events/event.ts';
import type { FilterSubject } from './filter-subject.ts';
import type { FilterFields } from './filter-fields.ts';
import type { DurationRange, Filter, Pattern, PatternKey, Term } from './filter.ts';
import { foldCase } from './fold-case.ts';
import { anyFound, anyPattern } from './pattern.ts';
import { ID_KEYS, SubjectFields } from './subject-fields.ts';

type Condition = (fields: FilterFields) => boolean;

/** Prepares a filter for many events. The result says whether the filter selects one. */
export function compileFilter(filter: Filter): (subject: FilterSubject) => boolean {
  const holds = compileTerms(filter);
  return (subject) => holds(new SubjectFields(subject));
}

/** Prepares a filter for many things that have fields. The result says whether all terms hold for one. */
export function compileTerms({ terms }: Filter): (fields: FilterFields) => boolean {
  const conditions = terms.map(compileTerm);
  return (fields) => conditions.every((holds) => holds(fields));
}

function compileTerm(term: Term): Condition {
  const holds = conditionOf(term);
  return term.negated ? (fields) => !holds(fields) : holds;
}

function conditionOf(term: Term): Condition {
  switch (term.field) {
    case 'duration':
      return ({ durationMs }) =>
        durationMs !== undefined && term.ranges.some((range) => isInRange(range, durationMs));
    case 'is':
      return (fields) => term.states.some((state) => fields.is(state));
    case 'type':
      return typeCondition(term.patterns);
    case 'text': {
      const isFound = anyFound(folded(term.patterns));
      return ({ searched }) => searched.some((text) => text !== undefined && isFound(text));
    }
    default:
      return textCondition(term.field, term.patterns);
  }
}

/** Only known types match, as in the plan, so a type of a newer server does not. */
function typeCondition(patterns: readonly Pattern[]): Condition {
  const types = new Set<string>(EVENT_TYPES.filter(anyPattern(patterns)));
  return ({ type }) => type !== undefined && types.has(type);
}

function textCondition(field: PatternKey, patterns: readonly Pattern[]): Condition {
  const isMeant = anyPattern(ID_KEYS.includes(field) ? patterns : folded(patterns));
  return (fields) => {
    const text = fields[field];
    if (typeof text === 'string') return isMeant(text);
    return text !== undefined && text.some(isMeant);
  };
}

function isInRange(range: DurationRange, ms: number): boolean {
  switch (range.op) {
    case '>':
      return ms > range.ms;
    case '>=':
      return ms >= range.ms;
    case '<':
      return ms < range.ms;
    case '<=':
      return ms <= range.ms;
    default:
      return ms >= range.fromMs && ms < range.toMs;
  }
}

function folded(patterns: readonly Pattern[]): Pattern[] {
  return patterns.map(({ parts }) => ({ parts: parts.map(foldCase) }));
}
