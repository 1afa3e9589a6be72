import { readOptions } from './options.ts';

describe('readOptions', () => {
  it('uses the local server by default', () => {
    expect(readOptions([], {})).toEqual({
      url: new URL('http://127.0.0.1:3000/mcp'),
      key: undefined,
      durationMs: undefined,
      seed: 1,
    });
  });

  it('prefers the key on the command line to the key in the environment', () => {
    expect(readOptions([], { AGENT_KEY: 'from-env' })).toMatchObject({ key: 'from-env' });
    expect(readOptions(['--key', 'given'], { AGENT_KEY: 'from-env' })).toMatchObject({ key: 'given' });
  });

  it('reads the duration in seconds', () => {
    expect(readOptions(['--duration', '1.5'], {})).toMatchObject({ durationMs: 1_500 });
  });

  it.each([
    [['--url', 'localhost:3000'], /--url must be an http\(s\) address, not "localhost:3000"/],
    [['--duration', 'soon'], /--duration must be a number of at least 0, not "soon"/],
    [['--seed', ''], /--seed/],
    [['--speed', '2'], /--speed/],
  ])('throws an error that names the fault in %j', (argv, message) => {
    expect(() => readOptions(argv, {})).toThrow(message);
  });
});
