import { jest } from '@jest/globals';
import type { EventId } from '#contract';
import { Delivery } from '../../delivery.ts';
import { untilDelivered } from './until-delivered.ts';

const id = (number: number) => String(number) as EventId;

describe('untilDelivered', () => {
  let delivery: Delivery;

  beforeEach(() => {
    jest.useFakeTimers();
    delivery = new Delivery(id(3), () => undefined);
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('waits until the event was delivered', async () => {
    let isReached = false;
    const reached = untilDelivered(id(5), delivery).then(() => (isReached = true));
    delivery.skipTo(id(4));
    await jest.advanceTimersByTimeAsync(4_000);
    expect(isReached).toBe(false);
    delivery.skipTo(id(6));
    await reached;
    expect(jest.getTimerCount()).toBe(0);
  });

  it('rejects after five seconds, and waits for nothing any more', async () => {
    const late = untilDelivered(id(5), delivery).catch((error: unknown) => error);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await late).toMatchObject({ code: 'LOG_STALLED' });
    expect(jest.getTimerCount()).toBe(0);
  });
});
