import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { AdminIdentity, SeriesPoint } from '#contract';

import { advanceClock } from '../../testing/advance-clock.ts';
import { openConsole, ROUTING } from '../../testing/console-page.ts';
import { done, failed, listOf, opened, SINCE, started } from '../../testing/events.ts';
import { FakePast } from '../../testing/fake-past.ts';
import { FakeServer, json } from '../../testing/fake-server.ts';
import { doorTo, provideHost } from '../../testing/host-in-page.ts';
import { elementIn, textIn, textsIn } from '../../testing/page.ts';
import type { App } from '../app.ts';
import { replayHost } from '../live/host/replay-host.ts';
import { Trends } from '../overview/trends.ts';
import { REPLAY_DOORS } from '../picture/connection/host-doors.ts';
import { LiveConnection } from '../picture/connection/live-connection.ts';
import { Clipboard } from '../ui/clipboard.ts';

const { jest } = import.meta;

const ADMIN: AdminIdentity = { name: 'admin', role: 'admin', tenantId: null, expiresAt: null };
const START = Date.parse(SINCE);
/** The moment after some seconds of the range. */
const moment = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();

/** Steps of a second; errors rise in the second and in the eighth. */
const POINTS = [0, 0, 1, 0, 0, 0, 0, 0, 9, 9].map((errors, second): SeriesPoint => {
  const latency = { p50LatencyMs: 1, p95LatencyMs: 2, p99LatencyMs: 3 };
  return { at: moment(second), calls: 10, errors, ...latency };
});

describe('ReplayBar', () => {
  let server: FakeServer;
  let fixture: ComponentFixture<App>;

  beforeEach(async () => {
    jest.useFakeTimers({ now: START + 3_600_000 });
    server = new FakeServer();
    server.answer('GET /auth/session', () => json(ADMIN));
    server.answer('GET /sessions', () => json(listOf([])));
    server.answer('GET /stats/series', () => json({ step: 1_000, points: POINTS }));
    const past = new FakePast([opened(1), started(2, 'a'), done(4, 'a'), started(6, 'b'), failed(8, 'b')]);
    const fetch = (async (input: string, init?: RequestInit) =>
      /\/(stats|history)\?/.test(input)
        ? past.fetch(input, init)
        : server.fetch(input, init)) as typeof globalThis.fetch;
    TestBed.configureTestingModule({
      providers: [
        ...ROUTING,
        provideHost(fetch),
        { provide: REPLAY_DOORS, useValue: [doorTo(replayHost(fetch, ''))] },
      ],
    });
    // Nothing can be drawn on a canvas here.
    TestBed.overrideComponent(Trends, { set: { template: '', imports: [] } });
    localStorage.clear();
    history.replaceState(null, '', `/dashboard/?from=${SINCE}&to=${moment(10)}&replay=${moment(3)}`);
    fixture = await openConsole();
    await advanceClock();
  });
  afterEach(() => {
    TestBed.inject(LiveConnection).close();
    jest.useRealTimers();
  });

  const press = async (text: string): Promise<void> => {
    const buttons = [...(fixture.nativeElement as HTMLElement).querySelectorAll('app-replay-bar button')];
    const button = buttons.find(
      ({ textContent, ariaLabel }) => textContent.trim() === text || ariaLabel === text,
    );
    if (!(button instanceof HTMLElement)) throw new Error(`There is no button ${text}`);
    button.click();
    await advanceClock();
  };
  const figure = (card: string): string => textIn(fixture, `#stat-${card} .figure`);
  const shownSecond = (): number =>
    (Number(elementIn(fixture, 'app-replay-line input', HTMLInputElement).value) - START) / 1_000;
  const urlOf = (name: string): string | null => new URL(location.href).searchParams.get(name);

  it('opens at the moment of the link, with what ran then', () => {
    expect(shownSecond()).toBe(3);
    expect([figure('in-flight'), figure('sessions')]).toEqual(['1', '1']);
    expect(textIn(fixture, 'app-replay-bar .pace')).toBe('Paused');
    expect(textIn(fixture, 'app-in-flight .call')).not.toContain('Cancel');
  });

  it('marks where errors rose, and goes from mark to mark', async () => {
    const marks = [...(fixture.nativeElement as HTMLElement).querySelectorAll('.rise')];
    expect(marks.map((mark) => mark.getAttribute('x1'))).toEqual(['2', '8']);
    await press('Next rise of errors');
    expect(shownSecond()).toBe(8);
    expect(figure('in-flight')).toBe('0');
    await press('Next rise of errors');
    expect(shownSecond()).toBe(2);
  });

  it('goes from event to event, and the link leads to where it is', async () => {
    const copied: string[] = [];
    jest.spyOn(TestBed.inject(Clipboard), 'copy').mockImplementation((text) => copied.push(text) > 0);
    await press('Next event');
    expect([shownSecond(), figure('in-flight')]).toEqual([4, '0']);
    await press('Copy link to this moment');
    expect(new URL(copied[0] ?? '').searchParams.get('replay')).toBe(moment(4));
    await advanceClock(500);
    expect(urlOf('replay')).toBe(moment(4));
    await press('Back by one event');
    expect([shownSecond(), figure('in-flight')]).toEqual([2, '1']);
  });

  it('plays on at the speed that is pressed, while the charts stay those of the whole range', async () => {
    await press('10×');
    expect(textsIn(fixture, '.speed[aria-pressed="true"]')).toEqual(['10×']);
    await advanceClock(600);
    expect(textIn(fixture, 'app-replay-bar .pace')).toBe('End of the range');
    const asked = server.urls.filter((url) => url.startsWith('/stats/series'));
    const ranges = asked.map((url) => new URL(url, location.href).searchParams);
    expect(new Set(ranges.map((range) => `${range.get('from')} ${range.get('to')}`))).toEqual(
      new Set([`${SINCE} ${moment(10)}`]),
    );
    // Once for the line of time, and once for the charts.
    expect(asked).toHaveLength(2);
  });
});
