import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { LogError, type LogErrorCode } from '../../log-error.ts';
import { onceBack } from './once-back.ts';

/** A step whose first attempt is an error of the broker. */
function failingOnce(code: LogErrorCode): () => Promise<string> {
  return jest
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new LogError(code, 'No.'))
    .mockResolvedValue('done');
}

describe('onceBack', () => {
  let warn: ReturnType<typeof jest.spyOn>;

  beforeEach(() => {
    warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  });

  afterEach(() => jest.restoreAllMocks());

  it.each(['LOG_AWAY', 'LOG_STALLED'] as const)('waits for a broker that fails with %s', async (code) => {
    expect(await onceBack(failingOnce(code), 60_000)).toBe('done');
    expect(warn).toHaveBeenCalledWith('No. The start waits for it.');
  });

  it('rejects at once when waiting does not help', async () => {
    await expect(onceBack(failingOnce('LOG_REFUSED'), 60_000)).rejects.toMatchObject({ code: 'LOG_REFUSED' });
  });
});
