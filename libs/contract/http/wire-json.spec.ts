import { wireJson, withoutLineEnds } from './wire-json.ts';

describe('JSON on the wire', () => {
  it('escapes characters that line readers treat as a line break', () => {
    expect(wireJson({ 'a\u2028': 'b\u2029c\u0085d' })).toBe('{"a\\u2028":"b\\u2029c\\u0085d"}');
  });

  it.each(['plain', 'größer', '統 😀', '\ud83d alone', 'two\nlines', '\\u2028', '\u2028\\'])(
    'preserves the value of %j',
    (text) => {
      expect(JSON.parse(wireJson([text]))).toEqual([text]);
      expect(wireJson([text])).not.toMatch(/[\u0085\u2028\u2029]/);
    },
  );

  it('leaves other JSON unchanged', () => {
    const json = JSON.stringify({ text: 'größer' });
    expect(withoutLineEnds(json)).toBe(json);
  });
});
