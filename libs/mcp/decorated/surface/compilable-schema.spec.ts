import { compilable } from './compilable-schema.ts';

const patternOf = (pattern: string): unknown => compilable({ type: 'string', pattern })['pattern'];

describe('compilable', () => {
  it.each([
    [String.raw`^\d{4}\-\d{2}$`, String.raw`^\d{4}-\d{2}$`],
    [String.raw`^\/a\_b\:c\@d$`, String.raw`^\/a_b:c@d$`],
    [String.raw`^[\w\-]+\-[\-\:]\\\-$`, String.raw`^[\w\-]+-[\-:]\\-$`],
  ])('writes the pattern %s without the escapes that it does not need', (pattern, written) => {
    expect(patternOf(pattern)).toBe(written);
    const [before, after] = [new RegExp(pattern), new RegExp(written, 'u')];
    for (const text of ['2026-11', '/a_b:c@d', 'x--:\\-', 'x-a\\-', '2026x11'])
      expect([text, after.test(text)]).toEqual([text, before.test(text)]);
  });

  it.each([String.raw`^[a\-z]$`, String.raw`\p{L}+`, String.raw`(?<year>\d+)\k<year>`, '^a/b$'])(
    'leaves the pattern %s as it is',
    (pattern) => expect(patternOf(pattern)).toBe(pattern),
  );

  it.each([String.raw`[\w&&[^a]]`, String.raw`^\c$`, 'a{1', String.raw`(?<year>\d+)\k`])(
    'leaves out the pattern %s, which has no meaning with the flag u',
    (pattern) => expect(compilable({ type: 'string', pattern })).toEqual({ type: 'string' }),
  );

  it('leaves out bounds that were infinite', () => {
    const schema = { type: 'number', minimum: null, maximum: null, multipleOf: 2 };
    expect(compilable(schema)).toEqual({ type: 'number', multipleOf: 2 });
  });

  it('looks into every schema, and leaves names and data alone', () => {
    const faulty = { type: 'string', pattern: 'a{1' };
    const mended = { type: 'string' };
    const data = { default: null, const: faulty, enum: [faulty], examples: [faulty] };
    const schemaWith = (one: object) => ({
      type: 'object',
      properties: { pattern: one, default: one, ['__proto__']: { type: 'string' } },
      required: ['pattern'],
      additionalProperties: one,
      anyOf: [one, { items: one }, true],
      $defs: { enum: one },
      ...data,
    });
    expect(compilable(schemaWith(faulty))).toEqual(schemaWith(mended));
  });
});
