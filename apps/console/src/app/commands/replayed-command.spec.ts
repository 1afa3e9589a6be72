import { TestBed } from '@angular/core/testing';

import { session } from '../../testing/events.ts';
import { FakeServer } from '../../testing/fake-server.ts';
import { elementIn, textIn } from '../../testing/page.ts';
import { FETCH } from '../api/fetch.ts';
import { NO_OTHERS } from '../live/account-board.ts';
import type { Connection } from '../live/connection.ts';
import type { Door } from '../live/link/door.ts';
import { ACCOUNT_BOARD, HOST_DOORS } from '../picture/connection/host-doors.ts';
import { LiveConnection } from '../picture/connection/live-connection.ts';
import { ConfirmCommand } from './confirm-command.ts';

const REPLAY: Connection = {
  phase: 'replay',
  replay: {
    at: 0,
    pace: 'paused',
    speed: 1,
    position: null,
    keptFrom: null,
    sessionsSince: null,
    problem: null,
  },
};

describe('a command during a replay', () => {
  it('cannot be confirmed, and its dialog explains why', async () => {
    const door: Door = (hear) => ({
      send: () => hear({ kind: 'connection', connection: REPLAY }),
      close: () => undefined,
    });
    TestBed.configureTestingModule({
      providers: [
        { provide: FETCH, useValue: new FakeServer().fetch },
        { provide: ACCOUNT_BOARD, useValue: NO_OTHERS },
        { provide: HOST_DOORS, useValue: [door] },
      ],
    });
    HTMLDialogElement.prototype.showModal = function showModal() {
      this.open = true;
    };
    TestBed.inject(LiveConnection).open({ name: 'ann', role: 'admin', tenantId: null, expiresAt: null });
    const fixture = TestBed.createComponent(ConfirmCommand);
    fixture.componentRef.setInput('command', { kind: 'end-session', session: session() });
    await fixture.whenStable();
    expect(elementIn(fixture, '[type=submit]', HTMLButtonElement).disabled).toBe(true);
    expect(textIn(fixture, '.problem')).toContain('Go live');
    TestBed.inject(LiveConnection).close();
  });
});
