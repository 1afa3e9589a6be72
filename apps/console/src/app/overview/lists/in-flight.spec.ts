import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { advanceClock } from '../../../testing/advance-clock.ts';
import { done, hello, opened, SINCE, started } from '../../../testing/events.ts';
import { FakeServer } from '../../../testing/fake-server.ts';
import { textIn, textsIn } from '../../../testing/page.ts';
import { StoreFeeder } from '../../../testing/store-feeder.ts';
import { FETCH } from '../../api/fetch.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { InFlight } from './in-flight.ts';

const { jest } = import.meta;

describe('InFlight', () => {
  let fixture: ComponentFixture<InFlight>;

  const show = async (seconds: number, stuckMs = 60_000, laterMs = 500): Promise<void> => {
    jest.setSystemTime(Date.parse(SINCE) + seconds * 1000);
    fixture = TestBed.createComponent(InFlight);
    const { stats, ...frame } = hello([
      opened(1),
      started(2, 'a', 'quick'),
      done(3, 'a', 1_000, 'quick'),
      started(4, 'b', 'new'),
      started(5, 'c', 'quick'),
      started(64, 'd', 'quick'),
      started(66, 'e', 'quick'),
    ]);
    const state = { ...stats.state, stuckMs };
    new StoreFeeder(TestBed.inject(LiveStore)).accept({
      kind: 'hello',
      hello: { ...frame, stats: { ...stats, stuckMs, state } },
      resumed: false,
    });
    await advanceClock(laterMs);
  };
  beforeEach(() => {
    jest.useFakeTimers();
    TestBed.configureTestingModule({
      providers: [{ provide: FETCH, useValue: new FakeServer().fetch }, provideRouter([])],
    });
  });
  afterEach(() => void jest.useRealTimers());

  it('shows stuck calls first, then overdue ones, then the oldest, and names their pace', async () => {
    await show(66);
    expect(textsIn(fixture, '.call .tool')).toEqual(['new', 'quick', 'quick', 'quick']);
    expect(textsIn(fixture, '.call .flag')).toEqual([
      'stuck',
      expect.stringMatching(/^stuck · p99 /),
      expect.stringMatching(/^overdue · p99/),
    ]);
  });

  it('only counts calls that have just begun', async () => {
    await show(66, 60_000, 200);
    expect(textsIn(fixture, '.call .tool')).toEqual(['new', 'quick', 'quick']);
    expect(textIn(fixture, 'p.empty')).toBe('and 1 more');
  });

  it('judges by the time that the server is configured with', async () => {
    await show(66, 600_000);
    expect(textsIn(fixture, '.call .tool')).toEqual(['quick', 'quick', 'new', 'quick']);
    expect(textsIn(fixture, '.call .flag')).toEqual([
      expect.stringMatching(/^overdue/),
      expect.stringMatching(/^overdue/),
    ]);
    expect(textIn(fixture, '.part-note')).toContain('stuck first');
  });
});
