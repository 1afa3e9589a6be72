import { LiveAnnouncer } from '@angular/cdk/a11y';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { AdminIdentity, AdminRole } from '#contract';

import { done, event, hello, opened, session, started } from '../../testing/events.ts';
import { FakeServer, json, refusal, unreachable } from '../../testing/fake-server.ts';
import { elementIn, textIn, textsIn } from '../../testing/page.ts';
import { FETCH } from '../api/fetch.ts';
import { App } from '../app.ts';
import { LiveConnection } from '../live/live-connection.ts';

const { jest } = import.meta;

const CANCEL = 'button[aria-label^="Cancel get_weather"]';
const END = 'button[aria-label^="End the session"]';
const CONFIRM = 'dialog button[type=submit]';

describe('commands', () => {
  let server: FakeServer;
  let fixture: ComponentFixture<App>;
  const announced: string[] = [];
  const bodies: unknown[] = [];

  beforeEach(() => {
    jest.useFakeTimers();
    announced.length = 0;
    bodies.length = 0;
    server = new FakeServer();
    server.answer('GET /sessions', () => json({ sessions: [session({ callsInFlight: 1, calls: 1 })] }));
    accept('DELETE /sessions/session-1');
    accept('POST /calls/a/cancel');
    TestBed.configureTestingModule({
      providers: [
        { provide: FETCH, useValue: server.fetch },
        {
          provide: LiveAnnouncer,
          useValue: { announce: (text: string) => Promise.resolve(announced.push(text)) },
        },
      ],
    });
    history.replaceState(null, '', '/dashboard/');
    // jsdom has no modal dialogs.
    HTMLDialogElement.prototype.showModal = function showModal() {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = function close() {
      this.open = false;
      this.dispatchEvent(new Event('close'));
    };
  });
  afterEach(() => {
    TestBed.inject(LiveConnection).close();
    jest.useRealTimers();
  });

  function accept(route: string): void {
    server.answer(route, ({ body }) => {
      bodies.push(typeof body === 'string' ? JSON.parse(body) : body);
      return json({}, 202);
    });
  }
  async function settle(): Promise<void> {
    await jest.advanceTimersByTimeAsync(300);
  }
  async function openAs(role: AdminRole): Promise<void> {
    const admin: AdminIdentity = { name: 'ann', role, tenantId: null, expiresAt: null };
    server.answer('GET /auth/session', () => json(admin));
    fixture = TestBed.createComponent(App);
    await settle();
    server.latest.hello(hello([opened(1), started(2, 'a')]));
    await settle();
  }
  async function click(selector: string): Promise<void> {
    elementIn(fixture, selector).click();
    await settle();
  }
  const dialog = (): HTMLDialogElement => elementIn(fixture, 'dialog', HTMLDialogElement);
  const sent = (): string[] =>
    server.requests.map(({ route }) => route).filter((route) => !route.startsWith('GET'));

  it('are not for viewers', async () => {
    await openAs('viewer');
    expect(textsIn(fixture, '.call .tool')).toEqual(['get_weather']);
    expect(textsIn(fixture, `${CANCEL}, ${END}`)).toEqual([]);
    expect(textsIn(fixture, 'th')).not.toContain('Command');
  });

  it.each<AdminRole>(['operator', 'admin'])('are there for the role %s', async (role) => {
    await openAs(role);
    expect(textsIn(fixture, CANCEL)).toEqual(['Cancel']);
    expect(textsIn(fixture, END)).toEqual(['End']);
  });

  it('cancel a call once it is confirmed, and wait for the event', async () => {
    await openAs('operator');
    await click(CANCEL);
    expect(dialog().open).toBe(true);
    expect(textIn(fixture, 'dialog h2')).toBe('Cancel this call of get_weather?');
    expect(textIn(fixture, '#command-effect')).toContain('weather-agent is answered at once');
    expect(sent()).toEqual([]);
    elementIn(fixture, '#command-reason', HTMLInputElement).value = ' too slow ';
    await click(CONFIRM);
    expect(sent()).toEqual(['POST /calls/a/cancel']);
    expect(bodies).toEqual([{ reason: 'too slow' }]);
    expect(dialog().open).toBe(false);
    expect(announced).toContain('The call is being cancelled.');
    expect(textIn(fixture, '.call')).toContain('Cancelling…');
    expect(textsIn(fixture, CANCEL)).toEqual([]);
    server.latest.events(done(3, 'a'));
    await settle();
    expect(textsIn(fixture, '.call')).toEqual([]);
  });

  it('end a session once it is confirmed, naming what becomes of its calls', async () => {
    await openAs('admin');
    await click(END);
    expect(textIn(fixture, 'dialog h2')).toBe('End the session of weather-agent?');
    expect(textIn(fixture, '#command-effect')).toContain('Its running call is cancelled');
    expect(textIn(fixture, '#command-effect')).toContain('has to begin another one');
    await click(CONFIRM);
    expect(sent()).toEqual(['DELETE /sessions/session-1']);
    expect(bodies).toEqual([undefined]);
    expect(textIn(fixture, 'app-session-table tbody tr')).toContain('Ending…');
    server.latest.events(event(3, 'session:close', { reason: 'admin', durationMs: 9, calls: 1 }));
    await settle();
    expect(textIn(fixture, '.state')).toBe('closed (admin)');
    expect(textsIn(fixture, END)).toEqual([]);
  });

  it('do nothing when the admin thinks better of it', async () => {
    await openAs('admin');
    await click(END);
    await click('dialog button[type=button]');
    expect(dialog().open).toBe(false);
    expect(sent()).toEqual([]);
    await click(END);
    expect(dialog().open).toBe(true);
  });

  it.each([
    ['what the server says', () => refusal(409), 'Nothing was done: Refused with 409.'],
    ['that nobody answers', unreachable, 'No answer from the server: look whether it was done'],
  ])('tell %s, and can be given again', async (_, answer, problem) => {
    await openAs('admin');
    server.answer('POST /calls/a/cancel', answer);
    await click(CANCEL);
    await click(CONFIRM);
    expect(dialog().open).toBe(true);
    expect(textIn(fixture, 'dialog [role=alert]')).toContain(problem);
    accept('POST /calls/a/cancel');
    await click(CONFIRM);
    expect(dialog().open).toBe(false);
    expect(bodies).toHaveLength(1);
  });

  it('lead to the sign-in page when the cookie has run out', async () => {
    await openAs('admin');
    server.answer('POST /calls/a/cancel', () => refusal(401));
    await click(CANCEL);
    await click(CONFIRM);
    expect(textIn(fixture, 'app-sign-in')).toContain('Your session has ended.');
  });
});
