import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';

import { ServerClock } from './server-clock.ts';
import { TimeScope } from './time-scope.ts';
import { UrlState } from './url-state.ts';

const { jest } = import.meta;

const FROM = '2026-11-28T14:00:00.000Z';
const TO = '2026-11-28T14:10:00.000Z';
const [from, to] = [Date.parse(FROM), Date.parse(TO)];

describe('TimeScope', () => {
  let scope: TimeScope;
  let url: UrlState;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    scope = TestBed.inject(TimeScope);
    url = TestBed.inject(UrlState);
  });

  async function open(query: Record<string, string>): Promise<void> {
    await TestBed.inject(Router).navigate([], { queryParams: query });
  }
  const faultyNames = (): string[] => url.faults().map(({ name }) => name);

  it('is live without parameters', () => {
    expect(scope.choice()).toEqual({ kind: 'live' });
    expect(scope.range()).toBeNull();
  });

  it('reads a span, a range and a replay', async () => {
    await open({ last: '1h' });
    expect(scope.choice()).toEqual({ kind: 'last', span: '1h' });
    await open({ from: FROM, to: TO });
    expect(scope.choice()).toEqual({ kind: 'range', from, to });
    expect(scope.range()).toEqual({ from, to });
    await open({ from: FROM, to: TO, replay: FROM });
    expect(scope.choice()).toEqual({ kind: 'replay', from, to, at: from });
    expect(scope.range()).toBeNull();
    expect(url.faults()).toEqual([]);
  });

  it('writes what it reads', async () => {
    const choices = [
      { kind: 'range', from, to },
      { kind: 'replay', from, to, at: to },
      { kind: 'last', span: '15m' },
      { kind: 'live' },
    ] as const;
    for (const choice of choices) {
      scope.choose(choice);
      await new Promise((resolve) => setTimeout(resolve));
      expect(scope.choice()).toEqual(choice);
    }
  });

  it.each([
    ['a range that ends before it begins', { from: TO, to: FROM }, ['to']],
    ['a range without length', { from: FROM, to: FROM }, ['to']],
    ['a start without an end', { from: FROM }, ['from']],
    ['an end without a start', { to: TO }, ['to']],
    ['a replay without a range', { replay: FROM }, ['replay']],
    ['a span beside a range', { last: '1h', from: FROM, to: TO }, ['last']],
    ['a moment outside the replayed range', { from: FROM, to: TO, replay: '2026-11-28T15:00Z' }, ['replay']],
    ['an invalid time', { from: 'yesterday', to: 'today' }, ['from', 'to']],
  ])('explains the fault of %s', async (_, query, names) => {
    await open(query);
    expect(faultyNames()).toEqual(names);
  });

  it('ends a span by the clock of the server', async () => {
    await open({ last: '15m' });
    const before = scope.range()?.to ?? 0;
    TestBed.inject(ServerClock).adjust(3_600_000);
    expect(scope.range()?.to).toBe(before + 3_600_000);
  });

  it('moves a span to the current time on reload', async () => {
    await open({ last: '15m' });
    const before = scope.range()?.to ?? 0;
    const now = jest.spyOn(Date, 'now').mockReturnValue(before + 5_000);
    scope.reload();
    now.mockRestore();
    expect(scope.range()?.to).toBe(before + 5_000);
  });
});
