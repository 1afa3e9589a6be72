import { exactPattern, parseFilter, printFilter, printTerm, printValue, type Filter } from '#contract';
import { SEED, seededRandom } from '../../../../e2e/support/environment/random.ts';
import { randomFilter } from '../random-filters.fixture.ts';

function filterOf(text: string): Filter {
  const parsed = parseFilter(text);
  if ('faults' in parsed) throw new Error(`${text}: ${JSON.stringify(parsed.faults)}`);
  return parsed.filter;
}

describe('printFilter', () => {
  it.each([
    ['', ''],
    ['  IS:Error\u00a0\n-TOOL:a,"b"', 'is:error -tool:a,b'],
    ['type:tool:error,Session:*', 'type:tool:error,session:*'],
    ['client:Claude" "Code,"a,b","a*b"*', 'client:"Claude Code","a,b","a*b"*'],
    ['"say \\"hi\\" to C:\\\\"', '"say \\"hi\\" to C:\\\\"'],
    ['"plain" "-x" "a:b" "type:x" "*" *', 'plain "-x" "a:b" "type:x" "*" *'],
    ['tool:"-x","a:b"', 'tool:-x,a:b'],
    ['duration:>2000ms,<=90s,>=1.5S,<60m', 'duration:>2s,<=90s,>=1500ms,<1h'],
    ['duration:0s..0.5ms', 'duration:0ms..0.5ms'],
  ])('prints %j as %j', (text, printed) => expect(printFilter(filterOf(text))).toBe(printed));

  it('prints a text that parses to the same filter, for any filter', () => {
    const random = seededRandom(SEED);
    for (let round = 0; round < 3_000; round += 1) {
      const filter = randomFilter(random);
      const text = printFilter(filter);
      expect({ text, filter: filterOf(text) }).toEqual({ text, filter });
      expect(JSON.parse(JSON.stringify(filter))).toEqual(filter);
      expect(structuredClone(filter)).toEqual(filter);
    }
  });

  it('prints what it parsed, for any text', () => {
    const random = seededRandom(SEED);
    const pieces = [
      '"',
      '\\',
      '*',
      ',',
      '-',
      ':',
      ' ',
      '\u3000',
      'a',
      'is:error',
      'type:',
      'tool:',
      '>2s',
      '😀',
      'duration:',
    ];
    let parsedTexts = 0;
    for (let round = 0; round < 5_000; round += 1) {
      const text = Array.from({ length: random.below(8) }, () => random.pick(pieces)).join('');
      const parsed = parseFilter(text);
      if ('faults' in parsed) continue;
      parsedTexts += 1;
      const printed = printFilter(parsed.filter);
      expect({ text, filter: filterOf(printed) }).toEqual({ text, filter: parsed.filter });
      expect(printFilter(filterOf(printed))).toBe(printed);
    }
    expect(parsedTexts).toBeGreaterThan(500);
  });
});

describe('printTerm', () => {
  it('prints a term that was made from a live value', () =>
    expect(printTerm({ field: 'tool', negated: true, patterns: [exactPattern('a, b*')] })).toBe(
      '-tool:"a, b*"',
    ));
});

describe('printValue', () => {
  it.each([
    ['search', 'search'],
    ['Claude Code', '"Claude Code"'],
    ['a*', '"a*"'],
    ['"', '"\\""'],
  ])('prints %j as %s', (text, printed) => expect(printValue(text)).toBe(printed));
});
