import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { jest } from '@jest/globals';
import { of, Subject } from 'rxjs';
import type { EventId } from '#contract';
import type { Edge } from '#edge';
import { EventTail, type EventLog, type InstanceKeeper } from '#events';
import type { StatsProjection } from '#stats';
import type { SessionDirectory } from '#sessions';
import { Shutdown } from '#shutdown';
import type { OpenedPayloads } from '../trail/index.ts';
import { StreamHub } from './stream-hub.ts';

/** A response whose client leaves as much unread as the test says. */
class FakeResponse extends EventEmitter {
  readonly socket = {};
  readonly written: string[] = [];
  writableLength = 0;
  stalledMs: number | undefined;

  write(frames: string | Buffer): boolean {
    this.written.push(frames.toString());
    return true;
  }

  cork(): void {}
  uncork(): void {}

  setTimeout(ms: number): void {
    this.stalledMs = ms;
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
  let shutdown: Shutdown;
  let response: FakeResponse;
  let ended: Subject<void>;
  let isOver: boolean;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    const at = '1' as EventId;
    const log = { start: at, last: at } as EventLog;
    const stats = { snapshotJson: () => Buffer.from('{}') } as unknown as StatsProjection;
    const sessions = { findSession: () => undefined } as unknown as SessionDirectory;
    const instances = { instance: 'one' } as InstanceKeeper;
    const edge = { claimConnection: () => undefined } as unknown as Edge;
    shutdown = new Shutdown();
    const opened = { inStream: () => undefined } as unknown as OpenedPayloads;
    hub = new StreamHub(log, new EventTail(), stats, sessions, instances, edge, opened, {}, shutdown);
    hub.onModuleInit();
    response = new FakeResponse();
    ended = new Subject();
    isOver = false;
    hub
      .stream({ filter: {}, showsPayloads: true }, ADMIN, response as unknown as Response, ended)
      .subscribe({ complete: () => (isOver = true) });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const heartbeats = (): number =>
    response.written.filter((frames) => frames.startsWith(': heartbeat\n\n')).length;

  it('sends a heartbeat every 15 seconds', async () => {
    await jest.advanceTimersByTimeAsync(14_999);
    expect(heartbeats()).toBe(0);
    await jest.advanceTimersByTimeAsync(30_001);
    expect(heartbeats()).toBe(3);
  });

  it('sends none to a client that leaves much unread', async () => {
    response.writableLength = 300_000;
    await jest.advanceTimersByTimeAsync(45_000);
    expect(heartbeats()).toBe(0);
  });

  it('ends with the sign-in of its admin', () => {
    expect([isOver, hub.subscribers.open]).toEqual([false, 1]);
    ended.next();
    expect([isOver, hub.subscribers.open]).toEqual([true, 0]);
  });

  it('does not begin for an admin whose sign-in has ended meanwhile', () => {
    const late = new FakeResponse();
    const request = { filter: {}, showsPayloads: true };
    hub.stream(request, ADMIN, late as unknown as Response, of(undefined)).subscribe();
    expect(late.written).toEqual([]);
    expect(hub.subscribers.open).toBe(1);
  });

  it('has no timer for a client that takes everything at once', async () => {
    await jest.advanceTimersByTimeAsync(45_000);
    expect(response.stalledMs).toBeUndefined();
  });

  it('has the connection closed of a client that takes nothing for 30 seconds', async () => {
    response.writableLength = 100;
    await jest.advanceTimersByTimeAsync(15_000);
    expect(response.stalledMs).toBe(30_000);
  });
});
