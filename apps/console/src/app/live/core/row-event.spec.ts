import { done, event, failed } from '../../../testing/events.ts';
import { rowEventOf } from './row-event.ts';

describe('rowEventOf', () => {
  it('is the event itself when that is small', () => {
    const small = done(1, 'a');
    expect(rowEventOf(small)).toBe(small);
  });

  it('leaves the payload out', () => {
    const data = { callId: 'a', tool: 'search', durationMs: 1, result: { rows: [1, 2] } };
    expect(rowEventOf(event(1, 'tool:done', data)).data).toEqual({
      callId: 'a',
      tool: 'search',
      durationMs: 1,
    });
  });

  it('cuts a long text, but not inside a character', () => {
    const { data } = rowEventOf(failed(1, 'a', `${'x'.repeat(999)}⚓🚢`));
    expect(data).toMatchObject({ error: `${'x'.repeat(999)}⚓…` });
    const second = rowEventOf(failed(2, 'a', `${'x'.repeat(999)}🚢🚢`));
    expect(second.data).toMatchObject({ error: `${'x'.repeat(999)}…` });
  });
});
