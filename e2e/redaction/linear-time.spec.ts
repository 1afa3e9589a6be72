import { loggableExcerpt, redactedCopy, redactedExcerpt, redactText } from '#redaction';
import { seededRandom, SEED } from '../support/environment/random.ts';
import { PLACES } from './corpus.ts';
import { countSteps } from './counted-steps.ts';

/** Longer than the range of any pattern, so that only the length of the text matters. */
const LENGTH = 1_500;
/** A text of twice the length takes about twice the steps. With a quadratic pattern it takes four times as many. */
const MOST_GROWTH = 2.5;
/** Number of random texts. */
const TEXTS = 60;

/** Texts that the patterns begin with, search for and stop at. */
const PIECES = [
  PLACES.map(([, text]) => text('x')),
  ['token', 'password', 'api key', 'cookie', 'authorization', 'Pass', '_pass', 'eyJa', 'eyJ', 'kty', '"d"'],
  ['bearer ', 'basic a', 'sk-', 'SG.a', 'AKIA', 'xoxb-', '-----BEGIN PRIVATE KEY-----', '-----END'],
  ['https://hooks.', 'https://a.', '://', 'a://a:', '@', '@tcp(', 'jdbc:oracle:a:', 'a:1234:b:', ':*:'],
  ['curl ', ' -u ', ' -p', 'mysql ', '--a-', '--token ', '-pass', 'login ', 'machine a ', 'default'],
  ['<', '<a:', '<token', '</', 'name="token"', 'value="', '%3D', '%22', '%', '?', '&', '=', '=>', ':='],
  ['{', '}', '[', ']', '"', "'", '\\', ' ', '\n', 'a', 'A', '1', '4111 1111 1111 1111', '1 ', '-', '.'],
  ['abandon ', 'zoo, ', '1. zoo '],
].flat();

const random = seededRandom(SEED);
const units = [
  ...PIECES,
  ...Array.from({ length: TEXTS }, () =>
    Array.from({ length: 2 + random.below(2) }, () => random.pick(PIECES)).join(''),
  ),
];

function repeated(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

function growthOf(work: (text: string) => unknown, unit: string): number {
  const [once, twice] = [LENGTH, 2 * LENGTH].map((length) => countSteps(() => work(repeated(unit, length))));
  return (twice ?? 0) / Math.max(once ?? 0, 1);
}

describe('the number of steps of a redaction', () => {
  it('grows linearly with the length of any text', () => {
    const growing = units.filter((unit) => growthOf(redactText, unit) > MOST_GROWTH);
    expect(growing).toEqual([]);
  });

  it.each<[string, (text: string) => unknown]>([
    ['an excerpt', (text) => redactedExcerpt(text, 200)],
    ['a line of the log', (text) => loggableExcerpt(text, 200)],
    ['the copy of a text', (text) => redactedCopy(text, 500)],
    ['the copy of a structure', (text) => redactedCopy({ a: [text, { b: text }] }, 500)],
    ['the copy of a key', (text) => redactedCopy({ [text]: 1, b: 2 }, 500)],
  ])('stays the same for %s of any length, because the text is cut before it is searched', (_, work) => {
    const growing = units.filter((unit) => growthOf(work, unit) > 1);
    expect(growing).toEqual([]);
  });

  it('stays the same for a structure of any depth and size beyond the bound', () => {
    const deep = (levels: number): unknown => (levels === 0 ? 'token=x' : [deep(levels - 1)]);
    const wide = (count: number): unknown => Array.from({ length: count }, () => 'token=x');
    for (const value of [deep, wide]) {
      const [few, many] = [1_000, 2_000].map((size) => countSteps(() => redactedCopy(value(size), 500)));
      expect(few).toBe(many);
    }
  });

  it('reveals a quadratic pattern', () => {
    expect(growthOf((text) => text.replace(/a*b/g, ''), 'a')).toBeGreaterThan(3.5);
    expect(growthOf((text) => text.replace(/token[^x]*x/g, ''), 'token')).toBeGreaterThan(3.5);
  });
});
