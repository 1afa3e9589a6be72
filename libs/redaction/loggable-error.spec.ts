import { loggableError } from './loggable-error.ts';

describe('loggableError', () => {
  it('shows the message on one line, and the stack below it', () => {
    const [first, ...frames] = loggableError(new TypeError('broken\n[Nest] 1 - forged\u001b[2J')).split('\n');
    expect(first).toBe('TypeError: broken\\u000a[Nest] 1 - forged\\u001b[2J');
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) expect(frame).toMatch(/^ {4}at /);
  });

  it('does not mistake a line of the message for a line of the stack', () => {
    const [, ...frames] = loggableError(new Error('x\n    at forged (file:1:1)')).split('\n');
    expect(frames.join()).not.toContain('forged');
  });

  it.each([
    ['a text', 'a\nb', "'a\\nb'"],
    ['nothing', undefined, 'undefined'],
    ['an object', { password: 'hunter2' }, '{ password: [redacted] }'],
  ])('shows %s that was thrown', (_, thrown, shown) => {
    expect(loggableError(thrown)).toBe(shown);
  });

  it('never throws', () => {
    const error = Object.defineProperty(new Error('x'), 'message', {
      get: () => {
        throw new Error('y');
      },
    });
    expect(loggableError(error)).toBe('an error that cannot be described');
  });

  it('limits the length of the text', () => {
    expect(loggableError(new Error('x'.repeat(1_000_000))).length).toBeLessThan(20_000);
  });
});
