import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { AdminIdentity, InstanceView } from '#contract';

import { advanceClock } from '../../testing/advance-clock.ts';
import { goTo, openConsole, ROUTING } from '../../testing/console-page.ts';
import { event, hello, listOf } from '../../testing/events.ts';
import { FakeServer, json } from '../../testing/fake-server.ts';
import { provideHost } from '../../testing/host-in-page.ts';
import { elementIn, textsIn } from '../../testing/page.ts';
import type { App } from '../app.ts';
import { LiveConnection } from '../picture/connection/live-connection.ts';

const { jest } = import.meta;

const ADMIN: AdminIdentity = { name: 'admin', role: 'admin', tenantId: null, expiresAt: null };

function instance(name: string, facts: Partial<InstanceView> = {}): InstanceView {
  const since = '2026-11-22T08:00:00.000Z';
  return { instance: name, name: 'web', version: '1.2.0', since, sessions: 0, callsInFlight: 0, ...facts };
}

describe('InstancesPage', () => {
  let server: FakeServer;
  let fixture: ComponentFixture<App>;
  let instances: InstanceView[];

  beforeEach(async () => {
    jest.useFakeTimers();
    server = new FakeServer();
    server.answer('GET /auth/session', () => json(ADMIN));
    server.answer('GET /sessions', () => json(listOf([])));
    server.answer('GET /instances', () => json({ asOf: '1', instances }));
    TestBed.configureTestingModule({ providers: [...ROUTING, provideHost(server.fetch)] });
    history.replaceState(null, '', '/dashboard/');
    localStorage.clear();
    instances = [instance('test')];
    fixture = await openConsole();
    server.latest.hello(hello());
    await advanceClock();
  });
  afterEach(() => {
    TestBed.inject(LiveConnection).close();
    jest.useRealTimers();
  });

  const pages = (): string[] => textsIn(fixture, 'nav a');

  it('is offered once another instance has joined, and tells what each one serves and which one answers', async () => {
    expect(pages()).not.toContain('Instances');
    instances.push(instance('web-1', { sessions: 3, callsInFlight: 1, lag: { events: 4, ms: 2_000 } }));
    server.latest.events(event(5, 'instance:up', { instance: 'web-1', name: 'web', version: '1.2.0' }));
    await advanceClock();
    expect(pages()).toContain('Instances');
    await goTo('/instances');
    expect(textsIn(fixture, 'tbody th')).toEqual(['test answers here', 'web-1']);
    const cells = textsIn(fixture, 'tbody tr:last-child td');
    expect(cells.toSpliced(2, 1)).toEqual(['web', '1.2.0', '3', '1', '4 events · 2.00 s']);
    expect(elementIn(fixture, 'tbody tr:last-child td a').getAttribute('href')).toBe(
      '/dashboard/sessions?filter=instance:web-1&silent=shown',
    );
  });
});
