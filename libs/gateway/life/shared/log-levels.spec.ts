import { LogLevels } from './log-levels.ts';

describe('LogLevels', () => {
  const [quiet, chatty, silent] = [{}, {}, {}];
  let levels: LogLevels;

  beforeEach(() => {
    levels = new LogLevels();
    levels.set(quiet, 'error');
    levels.set(chatty, 'info');
  });

  it('asks for the level at which every agent gets what it wants', () => {
    expect(levels.lowest).toBe('info');
    levels.remove(chatty);
    expect(levels.lowest).toBe('error');
    levels.remove(quiet);
    expect(levels.lowest).toBeUndefined();
  });

  it.each([
    ['debug', false, false],
    ['warning', false, true],
    ['error', true, true],
    ['emergency', true, true],
    ['unheard-of', true, true],
  ])('passes a message of the level "%s" to those that want it', (level, isForQuiet, isForChatty) => {
    expect([quiet, chatty].map((agent) => levels.wants(agent, level))).toEqual([isForQuiet, isForChatty]);
  });

  it('passes everything to an agent that has not asked for a level', () => {
    expect(levels.wants(silent, 'debug')).toBe(true);
  });
});
