import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { AdminIdentity, UpstreamList, UpstreamView } from '#contract';

import { advanceClock } from '../../testing/advance-clock.ts';
import { goTo, openConsole, ROUTING } from '../../testing/console-page.ts';
import { hello, listOf } from '../../testing/events.ts';
import { FakeServer, json } from '../../testing/fake-server.ts';
import { provideHost } from '../../testing/host-in-page.ts';
import { elementIn, textsIn } from '../../testing/page.ts';
import type { App } from '../app.ts';
import { LiveConnection } from '../picture/connection/live-connection.ts';

const { jest } = import.meta;

const ADMIN: AdminIdentity = { name: 'admin', role: 'admin', tenantId: null, expiresAt: null };

function upstream(name: string, instance: string, facts: Partial<UpstreamView> = {}): UpstreamView {
  return {
    name,
    instance,
    transport: 'stdio',
    target: 'npx server',
    state: 'up',
    eras: ['legacy'],
    restarts: 0,
    sessions: 0,
    inFlight: 0,
    waiting: 0,
    shared: false,
    tenants: null,
    output: null,
    ...facts,
  };
}

describe('UpstreamsPage', () => {
  let server: FakeServer;
  let fixture: ComponentFixture<App>;
  let list: UpstreamList;

  beforeEach(() => {
    jest.useFakeTimers();
    server = new FakeServer();
    server.answer('GET /auth/session', () => json(ADMIN));
    server.answer('GET /sessions', () => json(listOf([])));
    server.answer('GET /upstreams', () => json(list));
    server.answer('POST /upstreams/search/restart', () => json({}, 202));
    TestBed.configureTestingModule({ providers: [...ROUTING, provideHost(server.fetch)] });
    history.replaceState(null, '', '/dashboard/');
    localStorage.clear();
  });
  afterEach(() => {
    TestBed.inject(LiveConnection).close();
    jest.useRealTimers();
  });

  const open = async (shown: UpstreamList): Promise<void> => {
    list = shown;
    fixture = await openConsole();
    server.latest.hello(hello());
    await advanceClock();
    await goTo('/upstreams');
    await advanceClock();
  };
  const press = async (label: string): Promise<void> => {
    elementIn(fixture, `button[aria-label="${label}"]`).click();
    await advanceClock();
  };
  const heads = (): string[] => textsIn(fixture, 'thead th');
  const restarts = (): string[] => server.urls.filter((url) => url.includes('/restart'));

  it('names no instance where there is one, and restarts there', async () => {
    await open({ upstreams: [upstream('search', 'web-1')], silent: [] });
    expect(heads()).not.toContain('Instance');
    await press('Restart search');
    await press('Confirm the restart of search: its calls in flight fail');
    expect(restarts()).toEqual(['/upstreams/search/restart']);
  });

  it('tells the state in each of several instances, and which one is silent', async () => {
    const upstreams = [
      upstream('search', 'web-1', { inFlight: 2 }),
      upstream('search', 'web-2', { state: 'parked', sessions: 1 }),
    ];
    await open({ upstreams, silent: ['web-3'] });
    expect(heads().slice(0, 3)).toEqual(['Upstream', 'Instance', 'State']);
    const rows = ['tbody tr:first-child td', 'tbody tr:last-child td'];
    expect(rows.map((row) => textsIn(fixture, row).slice(0, 2))).toEqual([
      ['web-1', 'up'],
      ['web-2', 'parked'],
    ]);
    expect(textsIn(fixture, '[role="status"]').join()).toContain('Instance web-3 has not answered in time');
    expect(elementIn(fixture, 'tbody tr:last-child td a').getAttribute('href')).toContain(
      'filter=upstream:search%20instance:web-2',
    );
  });

  it('restarts an upstream in one of several instances, or in all', async () => {
    const upstreams = ['web-1', 'web-2'].map((instance) => upstream('search', instance, { inFlight: 2 }));
    await open({ upstreams, silent: [] });
    await press('Restart search in web-2');
    await press('Confirm the restart of search in web-2: its calls in flight fail');
    await press('Restart search in web-2');
    expect(elementIn(fixture, 'button[aria-label^="Restart search in all"]').textContent).toContain(
      '4 calls',
    );
    await press('Restart search in all instances: its calls in flight fail');
    expect(restarts()).toEqual(['/upstreams/search/restart?instance=web-2', '/upstreams/search/restart']);
  });

  it('tells whose agents share a session, and nothing of it where each has its own', async () => {
    const upstreams = [
      upstream('search', 'web-1', { shared: true, sessions: 2 }),
      upstream('files', 'web-1'),
    ];
    await open({ upstreams, silent: [] });
    expect(textsIn(fixture, 'tbody th')).toEqual(['search stdio, shared', 'files stdio']);
  });

  it('asks for the restart with the focus on the answer that does nothing, and gives it back', async () => {
    await open({ upstreams: [upstream('search', 'web-1'), upstream('files', 'web-1')], silent: [] });
    const focused = () =>
      document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent;
    document.body.append(fixture.nativeElement as HTMLElement);
    elementIn(fixture, 'button[aria-label="Restart search"]').focus();
    await press('Restart search');
    expect(focused()).toBe('Keep running');
    (document.activeElement as HTMLElement).click();
    await advanceClock();
    expect(focused()).toBe('Restart search');
    await press('Restart search');
    await press('Confirm the restart of search: its calls in flight fail');
    expect(focused()).toBe('Restart search');
    expect(restarts()).toHaveLength(1);
    (fixture.nativeElement as HTMLElement).remove();
  });
});
