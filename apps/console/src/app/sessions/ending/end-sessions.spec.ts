import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';

import { session } from '../../../testing/events.ts';
import { elementIn, textsIn } from '../../../testing/page.ts';
import { SessionsApi } from '../../api/routes/sessions-api.ts';
import type { CommandState } from '../../commands/command-states.ts';
import { Commands } from '../../commands/commands.ts';
import { EndSessions } from './end-sessions.ts';

const sessions = Array.from({ length: 6 }, (_, n) => session({ sessionId: `s${n}` }));

describe('the dialog that ends all sessions of a filter', () => {
  let fixture: ComponentFixture<EndSessions>;
  const answers: ((state: CommandState) => void)[] = [];

  beforeEach(async () => {
    answers.length = 0;
    // jsdom has no modal dialogs. Nothing tells here that one is closed, as in a browser before the next task.
    HTMLDialogElement.prototype.showModal = function showModal() {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = function close() {
      this.open = false;
    };
    const endOneOfMany = () => new Promise<CommandState>((resolve) => answers.push(resolve));
    TestBed.configureTestingModule({
      providers: [
        provideZonelessChangeDetection(),
        { provide: SessionsApi, useValue: { first: () => Promise.resolve({ sessions }) } },
        { provide: Commands, useValue: { endOneOfMany } },
      ],
    });
    fixture = TestBed.createComponent(EndSessions);
    fixture.componentRef.setInput('asked', { filter: '', range: null, withCalls: false, sort: null });
    await fixture.whenStable();
    for (let question = 0; question < 2; question += 1) await submit();
    expect(answers).toHaveLength(4);
  });

  async function submit(): Promise<void> {
    elementIn(fixture, 'dialog button[type=submit]').click();
    await fixture.whenStable();
  }

  async function answer(): Promise<void> {
    for (const accept of answers.splice(0)) accept({ step: 'accepted' });
    await fixture.whenStable();
  }

  it('sends further commands as others are answered', async () => {
    await answer();
    expect(answers).toHaveLength(2);
  });

  it('sends nothing more from the moment that “Stop” is pressed', async () => {
    expect(textsIn(fixture, 'dialog button')).toEqual(['Stop']);
    await submit();
    await answer();
    expect(answers).toHaveLength(0);
  });

  it('sends nothing more from the moment that Escape is pressed', async () => {
    elementIn(fixture, 'dialog').dispatchEvent(new Event('cancel'));
    await answer();
    expect(answers).toHaveLength(0);
  });
});
