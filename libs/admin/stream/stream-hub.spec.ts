import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { jest } from '@jest/globals';
import type { EventId } from '#contract';
import { EventTail, type EventLog } from '#events';
import type { StatsProjection } from '#stats';
import { StreamHub } from './stream-hub.ts';

/** A response whose client takes as much as the test says. */
class FakeResponse extends EventEmitter {
  readonly written: string[] = [];
  writableLength = 0;
  writableNeedDrain = false;
  destroyed = false;

  write(frames: string | Buffer): boolean {
    this.written.push(frames.toString());
    return true;
  }

  destroy(): void {
    this.destroyed = true;
  }
}

const ADMIN = {
  kind: 'admin',
  id: 'a',
  name: 'admin',
  role: 'admin',
  tenantId: null,
  signIn: null,
} as const;

describe('StreamHub', () => {
  let hub: StreamHub;
  let response: FakeResponse;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    const at = '1' as EventId;
    const log = { start: at, last: at } as EventLog;
    const stats = { snapshot: () => ({}) } as unknown as StatsProjection;
    hub = new StreamHub(log, new EventTail(), stats, {});
    hub.onModuleInit();
    response = new FakeResponse();
    hub.stream({ filter: {} }, ADMIN, response as unknown as Response).subscribe();
  });

  afterEach(() => {
    hub.onApplicationShutdown();
    jest.useRealTimers();
  });

  const heartbeats = (): number => response.written.filter((frames) => frames === ': heartbeat\n\n').length;

  it('sends a heartbeat every 15 seconds', async () => {
    await jest.advanceTimersByTimeAsync(14_999);
    expect(heartbeats()).toBe(0);
    await jest.advanceTimersByTimeAsync(30_001);
    expect(heartbeats()).toBe(3);
  });

  it('disconnects a client that has taken nothing for 30 seconds', async () => {
    response.writableLength = 300_000;
    await jest.advanceTimersByTimeAsync(15_000);
    expect(response.destroyed).toBe(false);
    await jest.advanceTimersByTimeAsync(45_000);
    expect(response.destroyed).toBe(true);
  });

  it('keeps a client that reads slowly but steadily', async () => {
    for (response.writableLength = 900_000; response.writableLength > 0; response.writableLength -= 100_000)
      await jest.advanceTimersByTimeAsync(15_000);
    expect(response.destroyed).toBe(false);
  });
});
