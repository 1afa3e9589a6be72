import { judge, type RowSpec } from './row.ts';

describe('judge', () => {
  const row: RowSpec = { name: 'row', unit: 'ms', better: 'lower', target: 10 };

  it('judges the median of the samples', () => {
    expect(judge(row, [1, 30, 9])).toEqual({ name: 'row', value: 9, unit: 'ms', target: '<= 10', met: true });
    expect(judge(row, [9, 12])).toMatchObject({ value: 10.5, met: false });
  });

  it('judges the sum of the samples for a row that counts faults', () => {
    expect(judge({ ...row, figure: 'sum', target: 0 }, [0, 2, 1])).toMatchObject({ value: 3, met: false });
  });

  it('requires a rate to reach its target', () => {
    expect(judge({ ...row, better: 'higher' }, [11])).toMatchObject({ target: '>= 10', met: true });
  });

  it('judges a row without samples as missed, and gives no verdict on a row without a target', () => {
    expect(judge(row)).toMatchObject({ value: null, met: false });
    expect(judge({ name: 'row', unit: 'ms', better: 'lower' }, [11])).toMatchObject({
      target: null,
      met: null,
    });
  });
});
