import { FAULTS, faultAt, missingValue, unknownKey, type FilterFault } from './filter-fault.ts';
import { FILTER_KEYS, type FilterKey, type Pattern, type Term } from '../filter.ts';
import { readDuration, readPattern, readState, type Reading } from './parse-values.ts';
import { searchPattern } from '../pattern.ts';
import type { WrittenTerm, WrittenValue } from './scan-terms.ts';

/** Reads one term, and adds every fault in it to the list. The result is undefined if there is one. */
export function parseTerm(term: WrittenTerm, faults: FilterFault[]): Term | undefined {
  const before = faults.length;
  const fault = faultyMinus(term) ?? faultyKey(term);
  if (fault) faults.push(fault);
  const parsed = fault ? undefined : readTerm(term, faults);
  const quote = openQuote(term);
  if (quote) faults.push(quote);
  return faults.length === before ? parsed : undefined;
}

function readTerm(term: WrittenTerm, faults: FilterFault[]): Term {
  const negated = term.minuses > 0;
  const field = keyOf(term);
  switch (field) {
    case undefined:
      return { field: 'text', negated, patterns: readAll(term, readWord, faults) };
    case 'duration':
      return { field, negated, ranges: readAll(term, readDuration, faults) };
    case 'is':
      return { field, negated, states: readAll(term, readState, faults) };
    default:
      return { field, negated, patterns: readAll(term, (value) => readPattern(field, value), faults) };
  }
}

function readAll<T>(
  term: WrittenTerm,
  read: (value: WrittenValue) => Reading<T>,
  faults: FilterFault[],
): T[] {
  const values: T[] = [];
  for (const [n, value] of term.values.entries()) {
    const reading = isMissing(value) ? undefined : readOne(value, read);
    if (reading && 'value' in reading) values.push(reading.value);
    else if (value.openQuote === undefined) {
      const fault = reading ? faultAt(value, reading.message) : missingAlternative(value, n);
      // Two alternatives may be missing beside one comma.
      if (fault.position !== faults.at(-1)?.position) faults.push(fault);
    }
  }
  return values;
}

function readOne<T>(value: WrittenValue, read: (value: WrittenValue) => Reading<T>): Reading<T> {
  const isEmpty = value.parts.length === 1 && value.parts[0] === '';
  return isEmpty ? { message: FAULTS.emptyQuotes } : read(value);
}

function readWord({ parts, colon }: WrittenValue): Reading<Pattern> {
  return colon === undefined ? { value: searchPattern({ parts }) } : { message: FAULTS.plainColon };
}

/** The key that the term has; undefined if it has none, or one that does not exist. */
export function keyOf({ key }: WrittenTerm): FilterKey | undefined {
  const name = key?.text.toLowerCase();
  return FILTER_KEYS.find((key) => key === name);
}

function faultyMinus({ start, end, minuses }: WrittenTerm): FilterFault | undefined {
  if (end === start + minuses && minuses > 0) return faultAt({ start, end }, FAULTS.loneMinus);
  return minuses > 1 ? faultAt({ start, end: start + minuses }, FAULTS.doubleMinus) : undefined;
}

function faultyKey(term: WrittenTerm): FilterFault | undefined {
  if (!term.key) return undefined;
  const { start, end, text } = term.key;
  const range = { start, end: end + 1 };
  const key = keyOf(term);
  if (!key) return faultAt(range, text === '' ? FAULTS.missingKey : unknownKey(text));
  return term.end === range.end ? faultAt(range, missingValue(key, EXAMPLES[key])) : undefined;
}

function openQuote({ values }: WrittenTerm): FilterFault | undefined {
  const last = values.at(-1);
  if (last?.openQuote === undefined) return undefined;
  return faultAt({ start: last.openQuote, end: last.end }, FAULTS.openQuote);
}

function isMissing({ start, end }: WrittenValue): boolean {
  return start === end;
}

function missingAlternative({ start, end }: WrittenValue, n: number): FilterFault {
  const comma = n === 0 ? end : start - 1;
  return faultAt({ start: comma, end: comma + 1 }, FAULTS.missingAlternative);
}

const EXAMPLES: Readonly<Record<FilterKey, string>> = {
  type: 'type:tool:error',
  tool: 'tool:search*',
  session: 'session:ID',
  tenant: 'tenant:acme',
  client: 'client:cursor*',
  kind: 'kind:timeout',
  group: 'group:KEY',
  duration: 'duration:>2s',
  is: 'is:error',
  trace: 'trace:ID',
  upstream: 'upstream:NAME',
  instance: 'instance:ID',
};
