import type { Random } from '../../../e2e/support/environment/random.ts';
import {
  EVENT_TYPES,
  FILTER_STATES,
  TOOL_ERROR_KINDS,
  type DurationRange,
  type Filter,
  type FilterSubject,
  type Pattern,
  type PatternKey,
  type Term,
} from '#contract';

const WORDS = [
  'search',
  'Search',
  'say "hi"',
  'a*b',
  'a, b',
  'x:y',
  '-x',
  'C:\\',
  'größe ✓',
  '\\',
  '😀',
  's1',
  'acme',
];
const TEXT_KEYS: readonly PatternKey[] = [
  'tool',
  'session',
  'tenant',
  'client',
  'group',
  'trace',
  'upstream',
  'instance',
];
const MILLISECONDS = [0, 0.5, 1, 5, 100, 1_500, 2_000, 90_000, 3_600_000];

/** Makes any filter that the grammar can say, from a few values, so that many filters select something. */
export function randomFilter(random: Random): Filter {
  return { terms: listOf(random.below(4), () => randomTerm(random)) };
}

/** Makes any subject from the same few values. */
export function randomSubject(random: Random): FilterSubject {
  const word = (): string => random.pick(WORDS);
  const maybe = <T>(value: T): T | undefined => (random.below(2) === 0 ? value : undefined);
  const origin = random.pick(['protocol', 'derived'] as const);
  return {
    event: {
      type: random.pick([...EVENT_TYPES, 'newer:type']),
      sessionId: random.pick(['', ...WORDS]),
      tenantId: random.pick(['', ...WORDS]),
      data: {
        tool: word(),
        durationMs: random.pick(MILLISECONDS),
        kind: random.pick(TOOL_ERROR_KINDS),
        error: maybe(word()),
        message: maybe(word()),
        traceId: maybe(word()),
        upstream: maybe(word()),
        instance: maybe(word()),
        offered: maybe(false),
        client: maybe({ name: word() }),
        origin: maybe(origin),
      },
    },
    session: maybe({ clientName: word(), origin }),
    isRunning: random.below(2) === 0,
  };
}

function randomTerm(random: Random): Term {
  const negated = random.below(3) === 0;
  const some = <T>(one: (random: Random) => T): T[] => listOf(1 + random.below(3), () => one(random));
  switch (random.below(6)) {
    case 0:
      return { field: 'type', negated, patterns: some(closedPattern(EVENT_TYPES)) };
    case 1:
      return { field: 'kind', negated, patterns: some(closedPattern(TOOL_ERROR_KINDS)) };
    case 2:
      return { field: 'is', negated, states: some(() => random.pick(FILTER_STATES)) };
    case 3:
      return { field: 'duration', negated, ranges: some(randomRange) };
    case 4:
      return { field: 'text', negated, patterns: some(searchedPattern) };
    default:
      return { field: random.pick(TEXT_KEYS), negated, patterns: some(textPattern) };
  }
}

function listOf<T>(count: number, one: () => T): T[] {
  return Array.from({ length: count }, one);
}

function randomRange(random: Random): DurationRange {
  const at = random.below(MILLISECONDS.length - 1);
  const [fromMs = 0, toMs = 1] = MILLISECONDS.slice(at, at + 2);
  if (random.below(2) === 0) return { op: '..', fromMs, toMs };
  return { op: random.pick(['>', '>=', '<', '<=']), ms: fromMs };
}

function closedPattern(known: readonly string[]): (random: Random) => Pattern {
  return (random) =>
    random.below(2) === 0 ? { parts: [random.pick(known)] } : starred(random, random.pick(known));
}

function textPattern(random: Random): Pattern {
  return random.below(3) > 0 ? { parts: [random.pick(WORDS)] } : starred(random, random.pick(WORDS));
}

/** A word to search for has no star at its ends, unless it stands for any text. */
function searchedPattern(random: Random): Pattern {
  const { parts } = textPattern(random);
  const kept = parts.filter((part) => part !== '');
  return { parts: kept.length > 0 ? kept : [''] };
}

/** The text with a star in place of some of it. */
function starred(random: Random, text: string): Pattern {
  const from = random.below(text.length + 1);
  return { parts: [text.slice(0, from), text.slice(from + random.below(text.length + 1 - from))] };
}
