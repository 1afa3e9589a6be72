import { rowWindow } from './row-window.ts';

describe('rowWindow', () => {
  it('renders what is in view and a few rows around it', () => {
    expect(rowWindow(1000, 20, 2000, 400)).toEqual({ from: 94, to: 126, before: 1880, total: 20_000 });
  });

  it('begins at the top and ends at the bottom', () => {
    expect(rowWindow(1000, 20, 0, 400)).toMatchObject({ from: 0, to: 26, before: 0 });
    expect(rowWindow(1000, 20, 19_600, 400)).toMatchObject({ to: 1000 });
  });

  it('does not render past the end when rows were let go', () => {
    expect(rowWindow(10, 20, 5000, 100)).toEqual({ from: 0, to: 10, before: 0, total: 200 });
    expect(rowWindow(0, 20, 0, 400)).toEqual({ from: 0, to: 0, before: 0, total: 0 });
  });
});
