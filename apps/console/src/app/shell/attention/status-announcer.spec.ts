import { LiveAnnouncer } from '@angular/cdk/a11y';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';

import { advanceClock } from '../../../testing/advance-clock.ts';
import { gapFrame, hello, opened, snapshot } from '../../../testing/events.ts';
import { StoreFeeder } from '../../../testing/store-feeder.ts';
import type { Connection } from '../../live/connection.ts';
import { LiveConnection } from '../../picture/connection/live-connection.ts';
import { LiveStore } from '../../picture/live-store.ts';
import { PageTitle } from './page-title.ts';
import { StatusAnnouncer } from './status-announcer.ts';

const { jest } = import.meta;

const LIVE: Connection = { phase: 'live', since: 1, clockOffsetMs: 0 };
const LOST: Connection = { phase: 'waiting', retryAt: 2, attempt: 1, cause: 'Gone.', lostAt: 1 };

describe('StatusAnnouncer', () => {
  const state = signal<Connection>({ phase: 'connecting' });
  const page = signal('');
  const announced: string[] = [];

  beforeEach(async () => {
    jest.useFakeTimers();
    announced.length = 0;
    state.set({ phase: 'connecting' });
    page.set('Overview');
    const announce = (text: string): Promise<number> => Promise.resolve(announced.push(text));
    TestBed.configureTestingModule({
      providers: [
        { provide: LiveAnnouncer, useValue: { announce } },
        { provide: LiveConnection, useValue: { state } },
        { provide: PageTitle, useValue: { page } },
      ],
    });
    TestBed.inject(StatusAnnouncer);
    state.set(LIVE);
    await advanceClock(1_000);
  });
  afterEach(() => void jest.useRealTimers());

  it('tells that the stream is live, and not the first page, which browsers tell themselves', () => {
    expect(announced).toEqual(['Live.']);
  });

  it('tells of a loss and of the return, however many attempts were between them', async () => {
    for (const now of [LOST, { ...LOST, attempt: 2 }, { ...LOST, attempt: 3 }]) {
      state.set(now);
      await advanceClock(1_000);
    }
    state.set(LIVE);
    await advanceClock(1_000);
    expect(announced).toEqual(['Live.', 'Connection lost. Reconnecting.', 'Live again.']);
  });

  it('says nothing of a connection that was lost for a moment', async () => {
    state.set(LOST);
    await advanceClock(100);
    state.set(LIVE);
    await advanceClock(1_000);
    expect(announced).toEqual(['Live.']);
  });

  it('says at once what changes at about the same time, so that nothing silences the other', async () => {
    const feeder = new StoreFeeder(TestBed.inject(LiveStore));
    feeder.accept({ kind: 'hello', hello: hello([opened(1)]), resumed: false });
    state.set(LOST);
    await advanceClock(1_000);
    state.set(LIVE);
    feeder.accept({ kind: 'gap', gap: gapFrame(1, 9, snapshot([opened(1)])) });
    page.set('Sessions');
    await advanceClock(1_000);
    expect(announced.at(-1)).toBe('Sessions. Live again. Some events are missing. The feed marks where.');
  });
});
