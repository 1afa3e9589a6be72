import { isTooDeep, MAX_DEPTH } from './nesting.ts';

const nested = (levels: number, inner = ''): Buffer =>
  Buffer.from(`${'[{"a":'.repeat(levels / 2)}${inner}${'}]'.repeat(levels / 2)}`);
const filler = '"'.concat('x'.repeat(2 * MAX_DEPTH), '"');

describe('isTooDeep', () => {
  it.each([
    [MAX_DEPTH, false],
    [MAX_DEPTH + 2, true],
    [100_000, true],
  ])('returns, for %i levels, %s', (levels, expected) => {
    expect(isTooDeep(nested(levels, '1'))).toBe(expected);
  });

  it('does not count brackets inside strings', () => {
    const texts = ['[', '{', '\\', '"', '\\"[', '\\\\'].map((text) => JSON.stringify(text.repeat(1_000)));
    expect(isTooDeep(Buffer.from(`[${texts.join()}]`))).toBe(false);
    expect(isTooDeep(nested(MAX_DEPTH, texts.join()))).toBe(false);
    expect(isTooDeep(nested(MAX_DEPTH, `[${texts.join()}]`))).toBe(true);
  });

  it('counts only the levels that are open at the same time', () => {
    expect(isTooDeep(Buffer.from(`[${'[],'.repeat(10_000)}${filler}]`))).toBe(false);
  });

  it('stops at the end of the JSON when a string is not closed', () => {
    expect(isTooDeep(Buffer.from(filler.slice(0, -1)))).toBe(false);
    expect(isTooDeep(Buffer.from(`${filler.slice(0, -1)}\\`))).toBe(false);
  });
});
