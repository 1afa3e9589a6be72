import { rowWindow } from './row-window.ts';

describe('rowWindow', () => {
  it('renders the rows in view and six rows beyond each edge', () => {
    expect(rowWindow(1000, 20, 2000, 400)).toEqual({ from: 94, to: 126, before: 1880, total: 20_000 });
  });

  it('renders no row before the first or after the last', () => {
    expect(rowWindow(1000, 20, 0, 400)).toMatchObject({ from: 0, to: 26, before: 0 });
    expect(rowWindow(1000, 20, 19_600, 400)).toMatchObject({ to: 1000 });
  });

  it('renders the last rows when the list has become shorter than the scroll position', () => {
    expect(rowWindow(10, 20, 5000, 100)).toEqual({ from: 0, to: 10, before: 0, total: 200 });
    expect(rowWindow(0, 20, 0, 400)).toEqual({ from: 0, to: 0, before: 0, total: 0 });
  });
});
