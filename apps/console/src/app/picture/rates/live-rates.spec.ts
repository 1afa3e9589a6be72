import { TestBed } from '@angular/core/testing';

import { done, failed, hello, opened, SINCE, started } from '../../../testing/events.ts';
import { StoreFeeder } from '../../../testing/store-feeder.ts';
import { LiveRates } from './live-rates.ts';
import { LiveStore } from '../live-store.ts';

const { jest } = import.meta;

describe('LiveRates', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse(SINCE) + 60_000 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('know at once what happened in the last minutes before the console was opened', () => {
    const rates = TestBed.inject(LiveRates);
    const feeder = new StoreFeeder(TestBed.inject(LiveStore));
    TestBed.tick();
    const events = [opened(20), started(30, 'a'), failed(31, 'a'), started(40, 'b'), done(41, 'b')];
    feeder.accept({ kind: 'hello', hello: hello(events), resumed: false });
    TestBed.tick();
    expect(rates.lastFiveMinutes()).toMatchObject({ spanMs: 40_000, calls: 2, ended: 2, errors: 1 });
  });
});
