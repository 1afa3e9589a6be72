import { signal } from '@angular/core';

import { heldRows } from './held-rows.ts';

describe('heldRows', () => {
  function heldOf(names: readonly string[]) {
    const [rows, order, isHeld] = [signal(names), signal('calls'), signal(false)];
    return { rows, order, isHeld, held: heldRows(rows, order, isHeld, (row) => row) };
  }

  it('follows the order until the rows are held, and then keeps their places', () => {
    const { rows, isHeld, held } = heldOf(['a', 'b', 'c']);
    expect(held()).toEqual(['a', 'b', 'c']);
    isHeld.set(true);
    rows.set(['new', 'c', 'a']);
    expect(held()).toEqual(['a', 'c', 'new']);
    isHeld.set(false);
    expect(held()).toEqual(['new', 'c', 'a']);
  });

  it('applies another order at once', () => {
    const { rows, order, isHeld, held } = heldOf(['new', 'c', 'a']);
    expect(held()).toEqual(['new', 'c', 'a']);
    isHeld.set(true);
    rows.set(['c', 'new', 'a']);
    expect(held()).toEqual(['new', 'c', 'a']);
    order.set('tool');
    expect(held()).toEqual(['c', 'new', 'a']);
  });
});
