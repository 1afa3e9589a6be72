import { LiveAnnouncer } from '@angular/cdk/a11y';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { AdminIdentity } from '#contract';

import { advanceClock } from '../testing/advance-clock.ts';
import { goTo, openConsole, ROUTING } from '../testing/console-page.ts';
import {
  done,
  failed,
  gapFrame,
  hello,
  listOf,
  opened,
  session,
  snapshot,
  started,
} from '../testing/events.ts';
import { FakeServer, json, never, refusal, unreachable } from '../testing/fake-server.ts';
import { provideHost } from '../testing/host-in-page.ts';
import { elementIn, textIn, textsIn } from '../testing/page.ts';
import { DEADLINES } from './api/deadlines.ts';
import type { App } from './app.ts';
import { DisplayChoices } from './display/display-choices.ts';
import { LiveConnection } from './picture/connection/live-connection.ts';

const { jest } = import.meta;

/** Enough for an announcement, in milliseconds. */
const ANNOUNCED_MS = 1_000;
const ADMIN: AdminIdentity = { name: 'admin', role: 'admin', tenantId: null, expiresAt: null };

describe('App', () => {
  let server: FakeServer;
  let fixture: ComponentFixture<App>;
  const announced: string[] = [];

  beforeEach(() => {
    jest.useFakeTimers();
    server = new FakeServer();
    server.answer('GET /auth/session', () => refusal(401));
    server.answer('GET /sessions', () => json(listOf([])));
    announced.length = 0;
    TestBed.configureTestingModule({
      providers: [
        ...ROUTING,
        provideHost(server.fetch),
        {
          provide: LiveAnnouncer,
          useValue: { announce: (text: string) => Promise.resolve(announced.push(text)) },
        },
      ],
    });
    history.replaceState(null, '', '/dashboard/');
    localStorage.clear();
  });
  afterEach(() => {
    jest.restoreAllMocks();
    TestBed.inject(LiveConnection).close();
    jest.useRealTimers();
  });

  async function openPage(): Promise<void> {
    fixture = await openConsole();
  }
  async function openSignedIn(): Promise<void> {
    server.answer('GET /auth/session', () => json(ADMIN));
    await openPage();
  }
  async function submit(token: string): Promise<void> {
    elementIn(fixture, '#token', HTMLInputElement).value = token;
    elementIn(fixture, 'form').dispatchEvent(new Event('submit', { cancelable: true }));
    await advanceClock();
  }
  const asked = (route: string): Headers[] =>
    server.requests.filter((request) => request.route === route).map(({ headers }) => headers);

  it('signs in with a sign-in link, and does not store its token', async () => {
    history.replaceState(null, '', '/dashboard/#token=s3cret');
    server.answer('POST /auth/session', () => json(ADMIN));
    await openPage();
    expect(asked('POST /auth/session').map((headers) => headers.get('authorization'))).toEqual([
      'Bearer s3cret',
    ]);
    expect(location.href).toBe('http://localhost/dashboard/');
    expect(server.connections).toHaveLength(1);
    expect(server.latest.headers.has('authorization')).toBe(false);
    for (const kept of [localStorage, sessionStorage]) expect(JSON.stringify(kept)).not.toContain('s3cret');
    expect(document.documentElement.outerHTML).not.toContain('s3cret');
  });

  it('signs in with a sign-in link that is opened in the same tab', async () => {
    await openPage();
    server.answer('POST /auth/session', () => json(ADMIN));
    history.replaceState(null, '', '/dashboard/#token=other');
    window.dispatchEvent(new HashChangeEvent('hashchange'));
    await advanceClock();
    expect(asked('POST /auth/session').map((headers) => headers.get('authorization'))).toEqual([
      'Bearer other',
    ]);
    expect(location.hash).toBe('');
    expect(textIn(fixture, '.who')).toBe('admin');
  });

  describe('with a sign-in link of another account', () => {
    const OTHER: AdminIdentity = { name: 'mallory', role: 'viewer', tenantId: 'acme', expiresAt: null };

    function openLink(): void {
      history.replaceState(null, '', '/dashboard/#token=other');
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    }

    beforeEach(async () => {
      await openSignedIn();
      server.answer('GET /auth/session', ({ headers }) =>
        json(new Headers(headers).has('authorization') ? OTHER : ADMIN),
      );
      server.answer('POST /auth/session', () => json(OTHER));
      openLink();
      await advanceClock();
    });

    it('asks before it changes the account', () => {
      expect(asked('POST /auth/session')).toEqual([]);
      expect(textIn(fixture, '#switch-text')).toMatch(/as admin \(admin\).*as mallory \(viewer of acme\)/s);
      expect(location.hash).toBe('');
    });

    it('keeps the account if the admin declines', async () => {
      elementIn(fixture, 'button[type=button]').click();
      await advanceClock();
      expect(asked('POST /auth/session')).toEqual([]);
      expect(textIn(fixture, '.who')).toBe('admin');
    });

    it('changes the account if the admin agrees', async () => {
      elementIn(fixture, 'form').dispatchEvent(new Event('submit', { cancelable: true }));
      await advanceClock();
      expect(asked('POST /auth/session').map((headers) => headers.get('authorization'))).toEqual([
        'Bearer other',
      ]);
      expect(textIn(fixture, '.who')).toBe('mallory · acme');
    });
  });

  it('does not ask for a link of the same account or an invalid one', async () => {
    await openSignedIn();
    for (const answer of [() => json(ADMIN), () => refusal(401)]) {
      server.answer('GET /auth/session', answer);
      history.replaceState(null, '', '/dashboard/#token=again');
      window.dispatchEvent(new HashChangeEvent('hashchange'));
      await advanceClock();
      expect(textIn(fixture, '.who')).toBe('admin');
    }
    expect(asked('POST /auth/session')).toEqual([]);
  });

  it('is signed in by the cookie after a reload', async () => {
    await openSignedIn();
    expect(asked('POST /auth/session')).toEqual([]);
    expect(textIn(fixture, '.who')).toBe('admin');
  });

  it('explains that a token is wrong, and accepts the right one', async () => {
    await openPage();
    expect(textIn(fixture, '#problem')).toBe('');
    server.answer('POST /auth/session', () => refusal(401));
    await submit('wrong');
    expect(textIn(fixture, '#problem')).toContain('Unknown token');
    expect(server.connections).toEqual([]);
    server.answer('POST /auth/session', () => json(ADMIN));
    await submit(' right ');
    expect(asked('POST /auth/session').at(-1)?.get('authorization')).toBe('Bearer right');
    expect(server.connections).toHaveLength(1);
  });

  it('asks for a token instead of sending an empty one', async () => {
    await openPage();
    await submit('   ');
    expect(textIn(fixture, '#problem')).toBe('Enter a token first.');
    expect(asked('POST /auth/session')).toEqual([]);
  });

  it('disables the form for as long as the server’s Retry-After says', async () => {
    await openPage();
    server.answer('POST /auth/session', () => refusal(429, { 'retry-after': '40' }));
    await submit('wrong');
    expect(textIn(fixture, '#problem')).toMatch(/Try again in (40|39) s/);
    expect(elementIn(fixture, 'button[type=submit]', HTMLButtonElement).disabled).toBe(true);
    await submit('again');
    expect(asked('POST /auth/session')).toHaveLength(1);
  });

  it('explains on the sign-in page that the server cannot be reached', async () => {
    server.answer('GET /auth/session', unreachable);
    await openPage();
    expect(textIn(fixture, '#problem')).toBe('The server cannot be reached.');
  });

  it('stops waiting for a request that the server never answers, and explains that on the sign-in page', async () => {
    // The test's timers do not control the browser's own.
    jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('Too late', 'TimeoutError')), ms);
      return controller.signal;
    });
    server.answer('GET /auth/session', ({ signal }) => never(signal));
    await openPage();
    expect(textIn(fixture, '.checking')).not.toBe('');
    await advanceClock(DEADLINES.request);
    expect(textIn(fixture, '#problem')).toBe('The server does not answer.');
  });

  it('shows a call as soon as its event arrives, without another request', async () => {
    server.answer('GET /sessions', () => json(listOf([session()])));
    await openSignedIn();
    server.latest.hello(hello([opened(1)]));
    await advanceClock();
    // Some parts of the console ask as time passes, whether there are calls or not.
    const byTime = ['GET /stats/series', 'GET /alerts', 'GET /upstreams', 'GET /instances', 'GET /quotas'];
    const asked = () => server.requests.filter(({ route }) => !byTime.includes(route)).length;
    const before = asked();
    server.latest.events(started(2, 'a'), started(3, 'b'), done(4, 'a', 42));
    await advanceClock();
    expect(textIn(fixture, '#stat-calls .total')).toBe('2');
    expect(textIn(fixture, '#stat-in-flight .figure')).toBe('1');
    expect(textIn(fixture, '#event-2 .subject')).toBe('get_weather');
    expect(textIn(fixture, '.call .tool')).toBe('get_weather');
    expect(asked()).toBe(before);
    await goTo('/sessions');
    const cells = textsIn(fixture, 'tbody tr > *');
    expect(cells.slice(0, 2)).toEqual([expect.stringMatching(/^weather-agent1\.0/), 'open']);
    expect(cells.slice(6, 11)).toEqual(['1', '0', 'protocol', '2025-11-25', 'default']);
  });

  it('lists the sessions again when the list is older than the snapshot', async () => {
    const lists = [listOf([session({ sessionId: 'stale' })], 1), listOf([session()], 3)];
    server.answer('GET /sessions', () => json(lists.shift()));
    await openSignedIn();
    server.latest.hello(hello([opened(1), started(2, 'a'), done(3, 'a')]));
    await advanceClock(100);
    expect(asked('GET /sessions')).toHaveLength(1);
    await advanceClock(500);
    expect(server.urls.filter((url) => url.startsWith('/sessions?limit'))).toHaveLength(2);
    server.answer('GET /sessions', () => json(listOf([])));
    await goTo('/sessions?silent=shown');
    expect(textsIn(fixture, 'tbody tr')).toHaveLength(1);
    expect(elementIn(fixture, 'tbody a').getAttribute('href')).toContain('/sessions/session-1');
  });

  it('shows an error page for an unknown address', async () => {
    history.replaceState(null, '', '/dashboard/nothing/here?a=b');
    await openSignedIn();
    expect(textIn(fixture, 'main h1')).toBe('There is no such page');
    expect(textIn(fixture, 'main code')).toBe('/nothing/here');
    expect(document.title).toBe('No such page · Crowsnest');
  });

  it('names the parameter of the address that it cannot read, and removes it on demand', async () => {
    history.replaceState(null, '', '/dashboard/tools?sort=latency&filter=x');
    await openSignedIn();
    expect(textIn(fixture, '.notice')).toContain('sort=latency');
    expect(textIn(fixture, '.notice')).toContain('p99');
    elementIn(fixture, '.notice button').click();
    await advanceClock();
    expect(textsIn(fixture, '.notice')).toEqual([]);
    expect(location.search).toBe('?filter=x');
  });

  it('sorts the tools by the order in the address, and writes the order of a click into it', async () => {
    history.replaceState(null, '', '/dashboard/tools?sort=tool');
    const percentiles = { p50LatencyMs: 5, p95LatencyMs: 7, p99LatencyMs: 9 };
    const tools = {
      zebra: { calls: 3, errors: 0, inFlight: 0, ...percentiles },
      ant: { calls: 4, errors: 1, inFlight: 0, ...percentiles },
    };
    server.answer('GET /stats', () => json({ ...snapshot(), tools, complete: true }));
    server.answer('GET /history', () => json({ events: [] }));
    server.answer('GET /tools', () => json({ asOf: '1', complete: true, tools: [] }));
    await openSignedIn();
    server.latest.hello(hello([opened(1)]));
    await advanceClock(100);
    const names = (): string[] => textsIn(fixture, 'tbody th');
    expect(names()).toEqual(['ant', 'zebra']);
    expect(textsIn(fixture, 'tbody tr:first-child > td').slice(0, 7)).toEqual([
      '4',
      '1',
      '25%',
      '0',
      '5 ms',
      '7 ms',
      '9 ms',
    ]);
    elementIn(fixture, 'th[aria-sort=ascending] button').click();
    await advanceClock();
    expect(names()).toEqual(['zebra', 'ant']);
    expect(location.search).toBe('?sort=-tool');
  });

  it('reports that the figures of a page are missing, and requests them again on demand', async () => {
    history.replaceState(null, '', '/dashboard/errors');
    server.answer('GET /stats', () => json({ ...snapshot(), complete: true }));
    server.answer('GET /history', () => refusal(500));
    await openSignedIn();
    server.latest.hello(hello([opened(1)]));
    await advanceClock(100);
    expect(textIn(fixture, 'main [role=alert]')).toContain('The errors are missing. Refused with 500');
    server.answer('GET /history', () => json({ events: [started(2, 'a'), failed(3, 'a')] }));
    elementIn(fixture, 'main [role=alert] button').click();
    await advanceClock(100);
    expect(textsIn(fixture, 'main [role=alert]')).toEqual([]);
    expect(textIn(fixture, 'tbody th')).toBe('get_weather No such city');
  });

  it('counts the failures of a hidden tab in its title, and shows a lost connection there', async () => {
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    await openSignedIn();
    server.latest.hello(hello([opened(1), started(2, 'a'), failed(3, 'a')]));
    await advanceClock();
    expect(document.title).toBe('Overview · Crowsnest');
    server.latest.events(started(4, 'b'), failed(5, 'b'));
    await advanceClock(2_000);
    expect(document.title).toBe('1 failed · Overview · Crowsnest');
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    await advanceClock();
    expect(document.title).toBe('Overview · Crowsnest');
    server.answer('GET /events', unreachable);
    server.latest.break();
    await advanceClock();
    expect(document.title).toBe('Connection lost · Overview · Crowsnest');
  });

  it('shows the client configuration until the first event arrives', async () => {
    await openSignedIn();
    server.latest.hello(hello());
    await advanceClock();
    expect(textIn(fixture, 'pre')).toContain('"url": "http://localhost/mcp"');
    server.latest.events(opened(1));
    await advanceClock();
    expect(textsIn(fixture, 'pre')).toEqual([]);
    expect(textIn(fixture, '#event-1 .word')).toBe('opened');
  });

  it('keeps the last state when the connection is lost, shows a notice, and announces the loss once', async () => {
    await openSignedIn();
    server.latest.hello(hello([opened(1), started(2, 'a')]));
    await advanceClock(ANNOUNCED_MS);
    server.answer('GET /events', unreachable);
    server.latest.break();
    await advanceClock();
    expect(textIn(fixture, '.badge')).toMatch(/^Reconnecting in \d s$/);
    expect(textIn(fixture, '.notice')).toContain('The server cannot be reached.');
    expect(elementIn(fixture, 'main').classList).toContain('stale');
    expect(textIn(fixture, '#stat-calls .total')).toBe('1');
    const button = elementIn(fixture, '.notice button', HTMLButtonElement);
    button.click();
    await advanceClock();
    expect(asked('GET /events')).toHaveLength(2);
    await advanceClock(ANNOUNCED_MS);
    expect(announced.filter((text) => text.startsWith('Connection lost'))).toHaveLength(1);
    server.reset('GET /events');
    button.click();
    await advanceClock();
    server.latest.hello(hello([opened(1), started(2, 'a'), done(3, 'a')]));
    server.latest.events(done(3, 'a'));
    await advanceClock(ANNOUNCED_MS);
    expect(server.latest.lastEventId).toBe('2');
    expect(textIn(fixture, '.badge')).toBe('Live');
    expect(textsIn(fixture, '.notice')).toEqual([]);
    expect(textsIn(fixture, 'app-feed .word')).toEqual(['done', 'opened']);
    expect(announced).toEqual(['Live.', expect.stringContaining('Connection lost'), 'Live again.']);
  });

  it('shows the notice of a gap until it is dismissed', async () => {
    await openSignedIn();
    server.latest.hello(hello([opened(1)]));
    await advanceClock();
    server.latest.gap(gapFrame(1, 9, snapshot([opened(1)])));
    await advanceClock(ANNOUNCED_MS);
    expect(textIn(fixture, '.badge')).toBe('Live, with a gap');
    expect(server.urls.filter((url) => url.startsWith('/sessions?limit'))).toHaveLength(2);
    elementIn(fixture, '.notice button:last-child').click();
    await advanceClock();
    expect(textIn(fixture, '.badge')).toBe('Live');
    expect(announced.at(-1)).toContain('Some events are missing. The feed marks where.');
  });

  it('shows the sign-in page when the sign-in has expired', async () => {
    await openSignedIn();
    server.latest.hello(hello([opened(1)]));
    await advanceClock();
    server.answer('GET /events', () => refusal(401));
    server.latest.end();
    await advanceClock();
    TestBed.inject(LiveConnection).retryNow();
    await advanceClock();
    expect(textIn(fixture, '#problem')).toContain('Your session has ended');
  });

  it('disconnects and clears its state on sign-out', async () => {
    server.answer('DELETE /auth/session', () => new Response(null, { status: 204 }));
    await openSignedIn();
    server.latest.hello(hello([opened(1)]));
    await advanceClock();
    elementIn(fixture, 'header .button').click();
    await advanceClock();
    expect(asked('DELETE /auth/session')).toHaveLength(1);
    expect(textIn(fixture, '#problem')).toBe('');
    expect(TestBed.inject(LiveConnection).state()).toEqual({ phase: 'idle' });
    expect(fixture.nativeElement.textContent).not.toContain('weather-agent');
  });

  it('ignores a session list that was requested before a sign-out', async () => {
    let answerLate: (answer: Response) => void = () => undefined;
    server.answer('GET /sessions', () => new Promise((resolve) => (answerLate = resolve)));
    server.answer('DELETE /auth/session', () => new Response(null, { status: 204 }));
    await openSignedIn();
    server.latest.hello(hello([opened(1)]));
    await advanceClock();
    elementIn(fixture, 'header .button').click();
    await advanceClock();
    server.answer('GET /sessions', () => json(listOf([])));
    server.answer('POST /auth/session', () => json(ADMIN));
    await submit('of another admin');
    server.latest.hello(hello([opened(1)]));
    answerLate(json(listOf([session({ tenantId: 'secret-tenant' })])));
    await advanceClock();
    expect(textIn(fixture, '.who')).toBe('admin');
    expect(fixture.nativeElement.textContent).not.toContain('secret-tenant');
  });

  it('stays signed in and reports it when the sign-out does not reach the server', async () => {
    server.answer('DELETE /auth/session', unreachable);
    await openSignedIn();
    elementIn(fixture, 'header .button').click();
    await advanceClock();
    expect(textIn(fixture, '[role=alert]')).toContain('You are still signed in');
  });

  it('stores what is chosen for the display', async () => {
    await openSignedIn();
    const { dataset } = document.documentElement;
    expect(dataset).toMatchObject({ theme: 'system', rows: 'compact' });
    TestBed.inject(DisplayChoices).theme.choose('dark');
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'v' }));
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'r' }));
    expect(dataset).toMatchObject({ theme: 'dark', rows: 'comfortable' });
    expect(['theme', 'rows'].map((name) => localStorage.getItem(`crowsnest.${name}`))).toEqual([
      'dark',
      'comfortable',
    ]);
  });

  it('updates running durations, and stops while the connection is lost', async () => {
    await openSignedIn();
    const start = { ...started(2, 'a'), timestamp: new Date().toISOString() };
    server.latest.hello(hello([opened(1), start]));
    await advanceClock(500);
    const age = (): number => Number.parseFloat(textIn(fixture, '.call .age'));
    const early = age();
    await advanceClock(600);
    const later = age();
    expect(later).toBeGreaterThan(early);
    server.latest.break();
    await advanceClock();
    const lost = age();
    await advanceClock(600);
    expect(age()).toBe(lost);
  });

  it('copies the client configuration to the clipboard', async () => {
    const copy = jest.fn(() => true);
    document.execCommand = copy;
    await openSignedIn();
    server.latest.hello(hello());
    await advanceClock();
    elementIn(fixture, 'app-copy-button button').click();
    await advanceClock();
    expect(copy).toHaveBeenCalledWith('copy');
    expect(textIn(fixture, 'app-copy-button')).toBe('Copied');
  });
});
