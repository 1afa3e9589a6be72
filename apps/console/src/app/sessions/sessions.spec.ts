import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { AdminIdentity } from '#contract';

import { advanceClock } from '../../testing/advance-clock.ts';
import { goTo, openConsole, ROUTING } from '../../testing/console-page.ts';
import { hello, listOf, opened, session, started } from '../../testing/events.ts';
import { FakeServer, json, unreachable } from '../../testing/fake-server.ts';
import { provideHost } from '../../testing/host-in-page.ts';
import { elementIn, textIn, textsIn } from '../../testing/page.ts';
import type { App } from '../app.ts';
import { LiveConnection } from '../picture/connection/live-connection.ts';
import { UrlState } from '../view/url-state.ts';

const { jest } = import.meta;

const ADMIN: AdminIdentity = { name: 'admin', role: 'admin', tenantId: null, expiresAt: null };

describe('the page of sessions', () => {
  let server: FakeServer;
  let fixture: ComponentFixture<App>;

  beforeEach(() => {
    jest.useFakeTimers();
    server = new FakeServer();
    server.answer('GET /auth/session', () => json(ADMIN));
    server.answer('GET /sessions', () => json(listOf([])));
    TestBed.configureTestingModule({ providers: [...ROUTING, provideHost(server.fetch)] });
    history.replaceState(null, '', '/dashboard/');
    localStorage.clear();
  });
  afterEach(() => {
    TestBed.inject(LiveConnection).close();
    jest.useRealTimers();
  });

  async function openSignedIn(): Promise<void> {
    fixture = await openConsole();
  }
  /** The last request for sessions: other parts of the console ask for theirs. */
  const lastUrl = () => server.urls.findLast((url) => url.startsWith('/sessions'));
  const asked = (route: string) => server.requests.filter((request) => request.route === route);
  const listedSessions = (): string[] =>
    [...fixture.nativeElement.querySelectorAll('tbody th a')].map((link: HTMLAnchorElement) =>
      decodeURIComponent(new URL(link.href).pathname.split('/').at(-1) ?? ''),
    );

  it('lists sessions from the server when there are more than the picture holds, and follows what it can', async () => {
    const first = { ...listOf([session({ calls: 1 })]), next: 'more' };
    server.answer('GET /sessions', () => json(first));
    await openSignedIn();
    server.latest.hello(hello([opened(1), opened(2, 'session-2')]));
    await advanceClock();
    const counts = { open: 1_200, ended: 0, withoutCalls: 8_800 };
    const others = Array.from({ length: 199 }, (_, n) => session({ sessionId: `other-${n}`, calls: 5 }));
    const page = { ...listOf([...others, session({ calls: 1 })]), counts, next: '-calls_9_session-11' };
    server.answer('GET /sessions', () => json(page));
    await goTo('/sessions?sort=-calls');
    expect(lastUrl()).toBe('/sessions?withCalls=true&sort=-calls&limit=200');
    expect(textIn(fixture, 'app-sessions .part-note')).toContain('1,200 open');
    expect(textIn(fixture, 'app-sessions .part-note')).toContain('listed again every 5 s');
    expect(textIn(fixture, '.check')).toBe('8,800 without a call');
    expect(elementIn(fixture, 'table').getAttribute('aria-rowcount')).toBe('-1');
    expect(listedSessions()).not.toContain('session-1');
    server.latest.events(...Array.from({ length: 10 }, (_, n) => started(n + 3, `call-${n}`)));
    await advanceClock();
    expect(listedSessions()[0]).toBe('session-1');
    const whole: Partial<typeof page> = { ...page };
    delete whole.next;
    server.answer('GET /sessions', () => json(whole));
    elementIn(fixture, '.scroll').dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }));
    await advanceClock();
    expect(lastUrl()).toBe('/sessions?withCalls=true&sort=-calls&limit=1000');
    expect(elementIn(fixture, 'table').getAttribute('aria-rowcount')).toBe('201');
    const before = asked('GET /sessions').length;
    await advanceClock(5_000);
    expect(asked('GET /sessions')).not.toHaveLength(before);
  });

  it('keeps the newer of two lists, whichever arrives last', async () => {
    await openSignedIn();
    server.latest.hello(hello([opened(1)]));
    await advanceClock();
    const listAt = (asOf: number, calls: number) =>
      json(listOf([session({ sessionId: 'past', calls })], asOf));
    server.answer('GET /sessions', () => listAt(9, 9));
    await goTo('/sessions?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z');
    expect(textsIn(fixture, 'tbody tr > *')[6]).toBe('9');
    server.answer('GET /sessions', unreachable);
    TestBed.inject(UrlState).change({ sort: 'calls' });
    await advanceClock();
    expect(textIn(fixture, '[role=alert]')).toContain('This list is not up to date. The server cannot be');
    let answerLate: (answer: Response) => void = () => undefined;
    server.answer('GET /sessions', () => new Promise((resolve) => (answerLate = resolve)));
    elementIn(fixture, '[role=alert] button').click();
    TestBed.inject(UrlState).change({ sort: '-calls' });
    const late = answerLate;
    server.answer('GET /sessions', () => listAt(11, 11));
    await advanceClock();
    late(listAt(10, 10));
    await advanceClock();
    expect(textsIn(fixture, 'tbody tr > *')[6]).toBe('11');
    expect(textsIn(fixture, '.scroll > [role=alert]')).toEqual([]);
  });

  it('renders only the rows in view of many sessions, and says how many there are', async () => {
    const sessions = Array.from({ length: 530 }, (_, index) =>
      session({ sessionId: `session-${index}`, calls: 1 }),
    );
    server.answer('GET /sessions', () => json(listOf(sessions)));
    await openSignedIn();
    server.latest.hello(hello([opened(1)]));
    await goTo('/sessions');
    expect(listedSessions().length).toBeLessThan(50);
    expect(elementIn(fixture, 'table').getAttribute('aria-rowcount')).toBe('531');
    const first = listedSessions();
    const list = elementIn(fixture, '.scroll');
    list.scrollTop = 200 * 26;
    list.dispatchEvent(new Event('scroll'));
    await advanceClock();
    expect(listedSessions().length).toBeLessThan(50);
    expect(listedSessions()).not.toContain(first[0]);
    expect(elementIn(fixture, 'tbody tr[aria-rowindex]').getAttribute('aria-rowindex')).toBe('196');
  });

  it('leaves out the sessions without a call, counts them, and shows them on demand', async () => {
    const sessions = [session({ calls: 3 }), session({ sessionId: 'session-2' })];
    server.answer('GET /sessions', () => json(listOf(sessions)));
    await openSignedIn();
    server.latest.hello(hello([opened(1)]));
    await goTo('/sessions');
    expect(listedSessions()).toEqual(['session-1']);
    expect(textIn(fixture, '.check')).toBe('1 without a call');
    elementIn(fixture, '.check input').click();
    await advanceClock();
    expect(listedSessions()).toEqual(['session-2', 'session-1']);
    expect(location.search).toBe('?silent=shown');
  });

  it('says why a filter cannot choose sessions, and leaves out what is about events on demand', async () => {
    server.answer('GET /sessions', () => json(listOf([session({ calls: 3 })])));
    await openSignedIn();
    server.latest.hello(hello([opened(1)]));
    await goTo('/sessions?filter=client:weather* kind:timeout');
    expect(textIn(fixture, 'td.empty')).toContain('A session has no kind.');
    expect(listedSessions()).toEqual([]);
    elementIn(fixture, 'td.empty button').click();
    await advanceClock();
    expect(listedSessions()).toEqual(['session-1']);
    expect(new URLSearchParams(location.search).get('filter')).toBe('client:weather*');
  });
});
