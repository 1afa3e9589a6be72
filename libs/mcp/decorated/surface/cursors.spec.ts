import { cursorAfter, keyOfCursor } from './cursors.ts';

describe('a cursor', () => {
  it.each(['get_order', 'docs://Straße/1', '', 'a"b'])('continues after the key %j', (key) => {
    expect(keyOfCursor('tools/list', cursorAfter('tools/list', key))).toBe(key);
  });

  it.each([
    ['of another list', cursorAfter('prompts/list', 'a')],
    ['that is cut short', cursorAfter('tools/list', 'get_order').slice(0, 12)],
    ['that was made up', 'page-2'],
    ['without a key', Buffer.from('["tools/list"]').toString('base64url')],
    ['that is not a list', Buffer.from('null').toString('base64url')],
    ['that is empty', ''],
    ['that is a number', 2],
    ['that is null', null],
  ])('%s is refused as an invalid parameter', (_, cursor) => {
    expect(() => keyOfCursor('tools/list', cursor)).toThrow(
      expect.objectContaining({ code: -32_602, message: expect.stringMatching(/^Invalid cursor: /) }),
    );
  });
});
