import { listParts } from './list-parts.ts';

describe('listParts', () => {
  const rows = Array.from({ length: 100 }, (_, place) => `row-${place}`);
  const partsOf = (from: number, to: number, ...kept: number[]) =>
    listParts(rows, { from, to }, { rowHeight: 10, kept, keyOf: (row) => row }).map((part) =>
      part.kind === 'row' ? part.place : part.height,
    );

  it('leaves room above and below a window', () => {
    expect(partsOf(40, 42)).toEqual([400, 40, 41, 580]);
    expect(partsOf(0, 2)).toEqual([0, 1, 980]);
    expect(partsOf(98, 100)).toEqual([980, 98, 99]);
  });

  it('keeps rows that are outside the window in their places', () => {
    expect(partsOf(40, 41, 5)).toEqual([50, 5, 340, 40, 590]);
    expect(partsOf(40, 41, 99)).toEqual([400, 40, 580, 99]);
    expect(partsOf(40, 42, 41)).toEqual([400, 40, 41, 580]);
    expect(partsOf(40, 41, 60, 5)).toEqual([50, 5, 340, 40, 190, 60, 390]);
    expect(partsOf(40, 41, -1, 5, 5)).toEqual([50, 5, 340, 40, 590]);
  });

  it('has no part for an empty list', () => {
    expect(listParts([], { from: 0, to: 0 }, { rowHeight: 10, kept: [-1], keyOf: String })).toEqual([]);
  });
});
