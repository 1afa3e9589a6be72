import { StepWalk } from './step-walk.ts';

describe('StepWalk', () => {
  const walk = new StepWalk(() => 60);
  const press = (key: string, index: number | null, shiftKey = false) =>
    walk.press(new KeyboardEvent('keydown', { key, shiftKey }), index);

  afterEach(() => walk.leave());

  it('begins at the newest step, and stays within the chart', () => {
    expect(press('ArrowLeft', null)).toEqual({ kind: 'read', index: 59, anchor: null });
    expect(press('ArrowRight', 59)).toEqual({ kind: 'read', index: 59, anchor: null });
    expect(press('PageDown', 4)).toEqual({ kind: 'read', index: 0, anchor: null });
    expect(press('End', 4)).toEqual({ kind: 'read', index: 59, anchor: null });
  });

  it('selects steps with Shift and applies the selection with Enter', () => {
    expect(press('ArrowLeft', 20, true)).toEqual({ kind: 'read', index: 19, anchor: 20 });
    expect(press('ArrowLeft', 19, true)).toEqual({ kind: 'read', index: 18, anchor: 20 });
    expect(press('Enter', 18)).toEqual({ kind: 'choose', first: 18, last: 20 });
  });

  it('applies the current step if none is selected', () => {
    expect(press('Enter', 7)).toEqual({ kind: 'choose', first: 7, last: 7 });
    expect(press('Enter', null)).toBeUndefined();
  });

  it('ignores other keys', () => {
    expect(press('Tab', 7)).toBeUndefined();
    expect(press('Escape', null)).toBeUndefined();
    expect(press('Escape', 7)).toEqual({ kind: 'leave' });
  });
});
