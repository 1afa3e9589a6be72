import { LiveAnnouncer } from '@angular/cdk/a11y';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { AdminIdentity, AdminRole } from '#contract';

import { advanceClock } from '../../testing/advance-clock.ts';
import { goTo, openConsole, ROUTING } from '../../testing/console-page.ts';
import { done, event, hello, listOf, opened, session, started } from '../../testing/events.ts';
import { FakeServer, json, refusal, unreachable } from '../../testing/fake-server.ts';
import { provideHost } from '../../testing/host-in-page.ts';
import { elementIn, textIn, textsIn } from '../../testing/page.ts';
import type { App } from '../app.ts';
import { LiveConnection } from '../picture/connection/live-connection.ts';

const { jest } = import.meta;

const CANCEL = 'button[aria-label^="Cancel get_weather"]';
const OTHER_CANCEL = 'button[aria-label^="Cancel get_tide"]';
const END = 'button[aria-label^="End the session"]';
const CONFIRM = 'dialog button[type=submit]';
const DISMISS = 'dialog button[type=button]';
const ADMIN: AdminIdentity = { name: 'ann', role: 'admin', tenantId: null, expiresAt: null };

describe('the commands of an admin', () => {
  let server: FakeServer;
  let fixture: ComponentFixture<App>;
  const announced: string[] = [];
  const bodies: unknown[] = [];

  beforeEach(() => {
    jest.useFakeTimers();
    announced.length = 0;
    bodies.length = 0;
    server = new FakeServer();
    server.answer('GET /sessions', () => json(listOf([session({ callsInFlight: 2, calls: 2 })], 3)));
    accept('DELETE /sessions/session-1');
    accept('POST /calls/a/cancel');
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
    // jsdom has no modal dialogs. Like a browser, this dispatches `close` in a later task.
    HTMLDialogElement.prototype.showModal = function showModal() {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = function close() {
      this.open = false;
      setTimeout(() => this.dispatchEvent(new Event('close')));
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
  async function openAs(role: AdminRole): Promise<void> {
    server.answer('GET /auth/session', () => json({ ...ADMIN, role }));
    fixture = await openConsole();
    server.latest.hello(hello([opened(1), started(2, 'a'), started(3, 'b', 'get_tide')]));
    await advanceClock();
  }
  async function click(selector: string): Promise<void> {
    elementIn(fixture, selector).click();
    await advanceClock();
  }
  const dialogs = (): Element[] => [...fixture.nativeElement.querySelectorAll('dialog[open]')];
  const sent = (): string[] =>
    server.requests.map(({ route }) => route).filter((route) => !route.startsWith('GET'));

  it('are not offered to a viewer', async () => {
    await openAs('viewer');
    expect(textsIn(fixture, '.call .tool')).toEqual(['get_weather', 'get_tide']);
    expect(textsIn(fixture, CANCEL)).toEqual([]);
    await goTo('/sessions');
    expect(textsIn(fixture, 'tbody th')).toHaveLength(1);
    expect(textsIn(fixture, END)).toEqual([]);
    expect(textsIn(fixture, 'th')).not.toContain('Command');
  });

  it.each<AdminRole>(['operator', 'admin'])('are offered to the role %s', async (role) => {
    await openAs(role);
    expect(textsIn(fixture, CANCEL)).toEqual(['Cancel']);
    await goTo('/sessions');
    expect(textsIn(fixture, END)).toEqual(['End']);
  });

  it('cancel a call after a confirmation, and stay pending until the call ends', async () => {
    await openAs('operator');
    await click(CANCEL);
    expect(dialogs()).toHaveLength(1);
    expect(textIn(fixture, 'dialog h2')).toBe('Cancel this call of get_weather?');
    expect(textIn(fixture, '#command-effect')).toContain('weather-agent gets the error');
    expect(sent()).toEqual([]);
    elementIn(fixture, '#command-reason', HTMLInputElement).value = ' too slow ';
    await click(CONFIRM);
    expect(sent()).toEqual(['POST /calls/a/cancel']);
    expect(bodies).toEqual([{ reason: 'too slow' }]);
    expect(dialogs()).toEqual([]);
    expect(announced).toContain('The call is being cancelled.');
    expect(textIn(fixture, '.call')).toContain('Cancelling…');
    expect(textsIn(fixture, CANCEL)).toEqual([]);
    server.latest.events(done(4, 'a'));
    await advanceClock();
    expect(textsIn(fixture, '.call .tool')).toEqual(['get_tide']);
  });

  it('end a session after a confirmation that describes the effect on its calls', async () => {
    await openAs('admin');
    await goTo('/sessions');
    await click(END);
    expect(textIn(fixture, 'dialog h2')).toBe('End the session of weather-agent?');
    expect(textIn(fixture, '#command-effect')).toContain('Its 2 running calls are cancelled');
    expect(textIn(fixture, '#command-effect')).toContain('has to open a new session');
    await click(CONFIRM);
    expect(sent()).toEqual(['DELETE /sessions/session-1']);
    expect(bodies).toEqual([undefined]);
    expect(textIn(fixture, 'tbody tr')).toContain('Ending…');
    server.latest.events(event(4, 'session:close', { reason: 'admin', durationMs: 9, calls: 1 }));
    await advanceClock();
    expect(textIn(fixture, '.state')).toBe('closed (admin)');
    expect(textsIn(fixture, END)).toEqual([]);
  });

  it('send nothing when the admin dismisses the dialog', async () => {
    await openAs('admin');
    await click(CANCEL);
    await click(DISMISS);
    expect(dialogs()).toEqual([]);
    expect(sent()).toEqual([]);
  });

  it('open a dialog in the same task in which the previous one is dismissed', async () => {
    await openAs('admin');
    await click(OTHER_CANCEL);
    elementIn(fixture, DISMISS).click();
    elementIn(fixture, CANCEL).click();
    await advanceClock();
    expect(dialogs()).toHaveLength(1);
    expect(textIn(fixture, 'dialog h2')).toBe('Cancel this call of get_weather?');
    await click(CONFIRM);
    expect(sent()).toEqual(['POST /calls/a/cancel']);
  });

  it.each([
    ['the refusal of the server', () => refusal(409), 'Nothing was done: Refused with 409.'],
    ['a missing answer', unreachable, 'The server did not answer.'],
  ])('show %s in the dialog, and can be sent again', async (_, answer, problem) => {
    await openAs('admin');
    server.answer('POST /calls/a/cancel', answer);
    await click(CANCEL);
    await click(CONFIRM);
    expect(dialogs()).toHaveLength(1);
    expect(textIn(fixture, 'dialog [role=alert]')).toContain(problem);
    accept('POST /calls/a/cancel');
    await click(CONFIRM);
    expect(dialogs()).toEqual([]);
    expect(bodies).toHaveLength(1);
  });

  it('lead to the sign-in page when the sign-in has expired, and open no dialog after the next sign-in', async () => {
    await openAs('admin');
    server.answer('POST /calls/a/cancel', () => refusal(401));
    await click(CANCEL);
    await click(CONFIRM);
    expect(textIn(fixture, 'app-sign-in')).toContain('Your session has ended.');
    server.answer('POST /auth/session', () => json(ADMIN));
    elementIn(fixture, '#token', HTMLInputElement).value = 'token';
    elementIn(fixture, 'form').dispatchEvent(new Event('submit', { cancelable: true }));
    await advanceClock();
    expect(textIn(fixture, 'app-top-bar')).toContain('ann');
    expect(dialogs()).toEqual([]);
  });
});
