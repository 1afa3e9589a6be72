import { replaceCardNumbers } from './card-numbers.ts';

const CARD = '4111 1111 1111 1111';

describe('replaceCardNumbers', () => {
  it('replaces every card number of a long list', () => {
    const list = Array.from({ length: 20_000 }, () => CARD).join(' ');
    expect(replaceCardNumbers(list, 'x')).toBe(Array.from({ length: 20_000 }, () => 'x').join(' '));
  });

  it('keeps digits before and after a card number', () => {
    expect(replaceCardNumbers(`12 ${CARD} 35`, 'x')).toBe('12 x 35');
  });

  it('keeps a number that fails the check digit', () => {
    expect(replaceCardNumbers('4111 1111 1111 1112', 'x')).toBe('4111 1111 1111 1112');
  });
});
