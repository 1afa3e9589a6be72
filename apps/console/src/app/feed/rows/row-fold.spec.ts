import type { CrowsnestEvent } from '#contract';

import { done, failed, opened, started } from '../../../testing/events.ts';
import { RowFold } from './row-fold.ts';
import type { Row } from './row.ts';

describe('RowFold', () => {
  const ofAll = { folds: true, selects: (): boolean => true, span: 100 };

  function rowsFrom(fold: RowFold, ...events: CrowsnestEvent[]): Row[] {
    return events.flatMap((event) => fold.add({ kind: 'event', key: event.id, event }, 0) ?? []);
  }
  const shown = (rows: Row[]): string[][] =>
    rows.map(({ key, item }) => [key, item.kind === 'event' ? item.event.id : '']);

  it('shows the end of a call where the call began', () => {
    const rows = rowsFrom(new RowFold(ofAll), started(1, 'a'), opened(2), done(3, 'a'));
    expect(shown(rows)).toEqual([
      ['1', '3'],
      ['2', '2'],
    ]);
    expect(rows[0]?.openCall).toBeNull();
  });

  it('gives a call whose end was seen first no row where it began', () => {
    const fold = new RowFold(ofAll);
    expect(shown(rowsFrom(fold, done(3, 'a'), opened(4)))).toEqual([
      ['3', '3'],
      ['4', '4'],
    ]);
    expect(shown(rowsFrom(fold, started(1, 'a'), opened(2)))).toEqual([['2', '2']]);
    expect(shown(rowsFrom(fold, done(3, 'a')))).toEqual([['3', '3']]);
  });

  it('knows the end of a call when its beginning is read again', () => {
    const fold = new RowFold(ofAll);
    rowsFrom(fold, started(1, 'a'), done(2, 'a'));
    expect(shown(rowsFrom(fold.forOlder(100), started(1, 'a')))).toEqual([['1', '2']]);
  });

  it('takes a row away whose call has ended in a way that the filter does not select', () => {
    const fold = new RowFold({ ...ofAll, selects: ({ type }) => type !== 'tool:error' });
    const rows = rowsFrom(fold, started(1, 'a'), started(2, 'b'), failed(3, 'a'), done(4, 'b'));
    expect(rows.map(({ isGone }) => isGone)).toEqual([true, false]);
    expect(fold.gone).toBe(1);
  });

  it('remembers a call for as long as its span says', () => {
    const fold = new RowFold({ ...ofAll, span: 2 });
    const others = [opened(2), opened(3)];
    expect(rowsFrom(fold, started(1, 'a'), ...others, done(4, 'a'))).toHaveLength(3);
    expect(rowsFrom(fold, started(5, 'b'), ...others, ...others, ...others, done(6, 'b'))).toHaveLength(8);
  });

  it('makes a row of each event where calls are not folded', () => {
    const rows = rowsFrom(new RowFold({ ...ofAll, folds: false }), started(1, 'a'), done(2, 'a'));
    expect(shown(rows)).toEqual([
      ['1', '1'],
      ['2', '2'],
    ]);
  });
});
