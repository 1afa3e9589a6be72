import { waitUntil } from './wait-until.ts';

describe('waitUntil', () => {
  it('returns the first truthy value of the condition', async () => {
    let asked = 0;
    const condition = async () => (asked += 1) >= 3 && `asked ${asked} times`;
    expect(await waitUntil(condition, { reason: 'it was asked three times' })).toBe('asked 3 times');
  });

  it('fails with the reason and what was seen last', async () => {
    const options = { reason: 'the queue is empty', timeoutMs: 20, seen: () => ({ queued: 7 }) };
    await expect(waitUntil(() => false, options)).rejects.toThrow(
      'Waited 20 ms until the queue is empty. Last seen: { queued: 7 }',
    );
  });

  it('fails at its deadline even if the clock stands still', async () => {
    const { jest } = import.meta;
    jest.spyOn(Date, 'now').mockReturnValue(0);
    jest.spyOn(performance, 'now').mockReturnValue(0);
    await expect(waitUntil(() => false, { reason: 'time passes', timeoutMs: 20 })).rejects.toThrow('20 ms');
    jest.restoreAllMocks();
  });

  it('rejects with the error of the condition', async () => {
    const broken = (): never => {
      throw new Error('The process has ended');
    };
    await expect(waitUntil(broken, { reason: 'it works' })).rejects.toThrow('The process has ended');
  });
});
