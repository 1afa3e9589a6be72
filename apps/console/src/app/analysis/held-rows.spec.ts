import { signal } from '@angular/core';

import { heldRows } from './held-rows.ts';

describe('heldRows', () => {
  const rows = signal(['a', 'b', 'c']);
  const order = signal('calls');
  const isHeld = signal(false);
  const held = heldRows(rows, order, isHeld, (row) => row);

  it('follows the order until the rows are held, and then keeps their places', () => {
    expect(held()).toEqual(['a', 'b', 'c']);
    isHeld.set(true);
    rows.set(['new', 'c', 'a']);
    expect(held()).toEqual(['a', 'c', 'new']);
    isHeld.set(false);
    expect(held()).toEqual(['new', 'c', 'a']);
  });

  it('applies another order at once', () => {
    isHeld.set(true);
    rows.set(['c', 'new', 'a']);
    expect(held()).toEqual(['new', 'c', 'a']);
    order.set('tool');
    expect(held()).toEqual(['c', 'new', 'a']);
  });
});
