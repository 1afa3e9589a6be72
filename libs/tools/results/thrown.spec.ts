import { errorOf } from './thrown.ts';

describe('errorOf', () => {
  it('returns an error unchanged', () => {
    const error = new TypeError('broken');
    expect(errorOf(error)).toBe(error);
  });

  it.each([[undefined], [null], [{}], [Object.create(null)], [{ message: 5 }], [{ message: '' }]])(
    'gives a message to %p, which has none',
    (thrown) => {
      expect(errorOf(thrown).message).toBe('The handler failed without a message');
    },
  );

  it.each([
    ['a text', 'a text'],
    [7, '7'],
    [Symbol('s'), 'Symbol(s)'],
    [{ message: 'an object' }, 'an object'],
  ])('uses the message of %p', (thrown, message) => {
    expect(errorOf(thrown).message).toBe(message);
  });

  it('keeps the code and data of a JSON-RPC error that is a plain object', () => {
    expect(errorOf({ message: 'no', code: -32_001, data: { a: 1 } })).toMatchObject({
      code: -32_001,
      data: { a: 1 },
    });
  });
});
