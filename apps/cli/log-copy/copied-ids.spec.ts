import type { EventId } from '#contract';
import { CopiedIds } from './copied-ids.ts';

const id = (text: string) => text as EventId;

describe('CopiedIds', () => {
  it('finds the id of a copied event, and the position of any other id', () => {
    const ids = new CopiedIds(id('7-0'));
    ids.add(id('1795983467896001'), id('1795983467896-1'));
    ids.add(id('1795983467896009'), id('1795983467896-2'));
    expect(ids.idOf(id('1795983467896009'))).toBe('1795983467896-2');
    expect(ids.idOf(id('1795983467896005'))).toBeUndefined();
    const positions = ['1795983467896000', '1795983467896001', '1795983467896005', '1795983467897000'];
    expect(positions.map((position) => ids.positionOf(id(position)))).toEqual([
      '7-0',
      '1795983467896-1',
      '1795983467896-1',
      '1795983467896-2',
    ]);
  });
});
