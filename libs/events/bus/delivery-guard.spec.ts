import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DeliveryGuard } from './delivery-guard.ts';
import { EventBus } from './event-bus.ts';

describe('DeliveryGuard', () => {
  let guard: DeliveryGuard;
  let logged: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    logged = [];
    jest.spyOn(Logger.prototype, 'error').mockImplementation((message: unknown) => {
      logged.push(String(message));
    });
    guard = new DeliveryGuard();
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  const thrower = (error: unknown) => () => {
    throw error;
  };

  it.each([
    ['an error', new Error('broken')],
    ['undefined', undefined],
    ['an object without a prototype', Object.create(null) as object],
    [
      'an error whose stack cannot be read',
      Object.defineProperty(new Error('broken'), 'stack', { get: thrower(new Error('no stack')) }),
    ],
  ])('logs and counts %s that a receiver throws', (_, error) => {
    expect(() => guard.run('Receiver', thrower(error))).not.toThrow();
    expect(guard.failures).toEqual(new Map([['Receiver', 1]]));
    expect(logged).toEqual([expect.stringContaining('Receiver failed (1 in total)')]);
  });

  it('handles a promise that rejects', async () => {
    guard.run('Receiver', () => Promise.reject(new Error('broken')));
    await jest.advanceTimersByTimeAsync(0);
    expect(guard.failures.get('Receiver')).toBe(1);
    expect(logged).toEqual([expect.stringContaining('broken')]);
  });

  it('handles a result that throws when it is inspected', () => {
    guard.run('Receiver', () => new Proxy({}, { has: thrower(new Error('no then')) }));
    expect(guard.failures.get('Receiver')).toBe(1);
  });

  it('counts every failure of a receiver and logs one in ten seconds', () => {
    for (let n = 0; n < 1_000; n += 1) guard.run('Receiver', thrower(new Error('broken')));
    guard.run('Another', thrower(new Error('broken')));
    expect(logged).toHaveLength(2);
    jest.advanceTimersByTime(10_000);
    guard.run('Receiver', thrower(new Error('broken')));
    expect(guard.failures).toEqual(
      new Map([
        ['Receiver', 1_001],
        ['Another', 1],
      ]),
    );
    expect(logged.at(-1)).toContain('1001 in total');
  });

  it('redacts secrets in its log and lets no error forge a log line', () => {
    const error = `tool \u001b[2J said "Authorization: Bearer abcdefghijklmnop1234"\r`;
    guard.run('Receiver', thrower(error));
    for (const forbidden of ['\u001b', '\r', 'abcdefghijklmnop1234'])
      expect(logged[0]).not.toContain(forbidden);
  });

  it('survives a logger that throws', () => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation(thrower(new Error('disk full')));
    expect(() => guard.run('Receiver', thrower(new Error('broken')))).not.toThrow();
    expect(guard.failures.get('Receiver')).toBe(1);
  });

  it('lets the bus call every listener in order, whichever of them fails', async () => {
    const bus = new EventBus(guard);
    const called: string[] = [];
    bus.on('happened', 'First', thrower(new Error('broken')));
    bus.on('happened', 'Second', ({ sessionId }) => called.push(sessionId));
    bus.on('happened', 'Third', () => Promise.reject(new Error('broken')));
    bus.on('happened', 'Fourth', ({ sessionId }) => called.push(`${sessionId} again`));
    const data = { callId: 'c', tool: 'search' };
    bus.emit('happened', { type: 'tool:start', sessionId: 's', tenantId: 't', timestamp: '', data });
    await jest.advanceTimersByTimeAsync(0);
    expect(called).toEqual(['s', 's again']);
    expect(guard.failures).toEqual(
      new Map([
        ['First', 1],
        ['Third', 1],
      ]),
    );
  });
});
