import { elementsOf, findMember, replaceMember, setMember } from './json-slices.ts';

function textOf(text: string, ...path: string[]): string | undefined {
  const slice = findMember(text, path);
  return slice && text.slice(slice.start, slice.end);
}

describe('the search for JSON slices', () => {
  const text = ` { "a" : {"b":[1.0,{"c":"}]"}], "b2": 1e3 } ,"id":12345678901234567890 , "t": "q\\\\\\"," } `;

  it('finds a member by its path, with the text of its numbers', () => {
    expect(textOf(text, 'a', 'b')).toBe('[1.0,{"c":"}]"}]');
    expect(textOf(text, 'a', 'b2')).toBe('1e3');
    expect(textOf(text, 'id')).toBe('12345678901234567890');
    expect(textOf(text, 't')).toBe('"q\\\\\\","');
  });

  it('finds nothing when there is no such member', () => {
    expect(textOf(text, 'c')).toBeUndefined();
    expect(textOf(text, 'id', 'b')).toBeUndefined();
    expect(textOf('{}', 'a')).toBeUndefined();
    expect(textOf('[{"a":1}]', 'a')).toBeUndefined();
  });

  it('finds the last of equal keys, however they are written', () => {
    expect(textOf('{"id":1,"i\\u0064":2}', 'id')).toBe('2');
  });

  it('lets a member be replaced without a change to any other character', () => {
    expect(replaceMember('{"x":1.0, "id" : "a" ,"y":[]}', ['id'], '7')).toBe('{"x":1.0, "id" : 7 ,"y":[]}');
    expect(replaceMember('{"x":1}', ['id'], '7')).toBe('{"x":1}');
  });

  it.each([
    ['{"x":1.0,"params":{"_meta":{"a":"1"}}}', '{"x":1.0,"params":{"_meta":{"a":"2"}}}'],
    ['{"params":{"_meta":{ "b":1.0 }}}', '{"params":{"_meta":{"a":"2", "b":1.0 }}}'],
    ['{"params":{"_meta":{ }}}', '{"params":{"_meta":{"a":"2" }}}'],
    ['{"params":{"_meta":null}}', '{"params":{"_meta":{"a":"2"}}}'],
    ['{"id":1}', '{"params":{"_meta":{"a":"2"}},"id":1}'],
  ])('lets a member of %s be set', (text, result) => {
    expect(setMember(text, ['params', '_meta', 'a'], '"2"')).toBe(result);
  });

  it('finds the elements of an array', () => {
    const array = ' [ {"a":[1,2]} ,"],", 3 ] ';
    expect(elementsOf(array).map(({ start, end }) => array.slice(start, end))).toEqual([
      '{"a":[1,2]}',
      '"],"',
      '3',
    ]);
    expect(elementsOf('[]')).toEqual([]);
  });

  it('counts offsets in bytes when a text is decoded as latin1', () => {
    const bytes = Buffer.from('{"ä":"€","id":1}');
    const slice = findMember(bytes.toString('latin1'), ['id']);
    expect(bytes.subarray(slice?.start, slice?.end).toString()).toBe('1');
  });
});
