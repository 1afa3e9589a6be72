import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { LogError, type LogErrorCode } from '../log-error.ts';
import type { Broker } from './broker.ts';
import { openBroker } from './open-broker.ts';

const STATE = {} as Awaited<ReturnType<Broker['open']>>;

/** A broker whose first answer is an error. */
function failingOnce(code: LogErrorCode): Broker {
  const open = jest
    .fn<Broker['open']>()
    .mockRejectedValueOnce(new LogError(code, 'No.'))
    .mockResolvedValue(STATE);
  return { open } as Partial<Broker> as Broker;
}

describe('openBroker', () => {
  let warn: ReturnType<typeof jest.spyOn>;

  beforeEach(() => {
    warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  });

  afterEach(() => jest.restoreAllMocks());

  it.each(['LOG_AWAY', 'LOG_STALLED'] as const)('waits for a broker that fails with %s', async (code) => {
    expect(await openBroker(failingOnce(code), 60_000)).toBe(STATE);
    expect(warn).toHaveBeenCalledWith('No. The start waits for it.');
  });

  it('rejects at once when waiting does not help', async () => {
    await expect(openBroker(failingOnce('LOG_REFUSED'), 60_000)).rejects.toMatchObject({
      code: 'LOG_REFUSED',
    });
  });
});
