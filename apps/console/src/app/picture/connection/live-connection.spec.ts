import { TestBed } from '@angular/core/testing';
import type { AdminIdentity } from '#contract';

import { advanceClock } from '../../../testing/advance-clock.ts';
import { done, id, opened, snapshot } from '../../../testing/events.ts';
import type { Door } from '../../live/link/door.ts';
import type { ToHost, ToTab } from '../../live/messages.ts';
import { ACCOUNT_BOARD, HOST_DOORS, REPLAY_DOORS } from './host-doors.ts';
import { LiveConnection } from './live-connection.ts';
import { LiveStore } from '../live-store.ts';

const { jest } = import.meta;

const ANN: AdminIdentity = { name: 'ann', role: 'admin', tenantId: null, expiresAt: null };

describe('LiveConnection', () => {
  let said: ToHost[];
  let saidToReplay: ToHost[];
  let told: (string | null)[];
  let tell: (message: ToTab) => void;
  let live: LiveConnection;
  let store: LiveStore;

  beforeEach(() => {
    jest.useFakeTimers();
    said = [];
    saidToReplay = [];
    told = [];
    const doorFor =
      (messages: ToHost[]): Door =>
      (hear) => {
        tell = hear;
        return { send: (message) => messages.push(message), close: () => undefined };
      };
    TestBed.configureTestingModule({
      providers: [
        { provide: ACCOUNT_BOARD, useValue: { tell: (account: string | null) => told.push(account) } },
        { provide: HOST_DOORS, useValue: [doorFor(said)] },
        { provide: REPLAY_DOORS, useValue: [doorFor(saidToReplay)] },
      ],
    });
    live = TestBed.inject(LiveConnection);
    store = TestBed.inject(LiveStore);
    live.open(ANN);
  });
  afterEach(() => {
    live.close();
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  const picture = (number: number, whole = number === 1): ToTab => ({
    kind: 'picture',
    number,
    whole,
    anew: false,
    changes: {
      figures: { ...snapshot([opened(1)]), lastEventAt: null, instance: null },
      rows: { items: [{ kind: 'event', key: '1', event: opened(1) }], skipped: 0 },
    },
  });
  const saidOf = (kind: ToHost['kind']): ToHost[] => said.filter((message) => message.kind === kind);

  it('watches as the account that is signed in, and exposes the state of the host’s connection', () => {
    expect(said).toEqual([{ kind: 'watch', account: '["ann","admin",null]', after: null, visible: true }]);
    tell({ kind: 'connection', connection: { phase: 'live', since: 1, clockOffsetMs: 0 } });
    expect(live.state()).toMatchObject({ phase: 'live' });
  });

  it('acknowledges a picture once it is painted, with a time to rest', async () => {
    tell(picture(1));
    expect(store.feed().size).toBe(1);
    expect(saidOf('taken')).toEqual([]);
    await advanceClock();
    expect(saidOf('taken')).toEqual([{ kind: 'taken', number: 1, restMs: expect.any(Number) }]);
  });

  it('tells a new host its last event', async () => {
    tell(picture(1));
    await advanceClock();
    tell({ kind: 'introduce' });
    expect(said.at(-1)).toMatchObject({ kind: 'watch', after: '1' });
  });

  it('shows no event twice when a host repeats it', () => {
    tell(picture(1));
    tell(picture(2));
    tell(picture(3, true));
    expect(store.feed()).toEqual({ size: 1, added: 1 });
    expect(store.totals()).toMatchObject({ activeSessions: 1 });
  });

  it('tells the host whether the page is visible, and when the network is back', () => {
    jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(said.at(-1)).toEqual({ kind: 'visible', visible: false });
    window.dispatchEvent(new Event('online'));
    expect(said.at(-1)).toEqual({ kind: 'retry', byHand: false });
    live.retryNow();
    expect(said.at(-1)).toEqual({ kind: 'retry', byHand: true });
  });

  it('leaves the host when the page is left, and watches again when it is restored', () => {
    window.dispatchEvent(new Event('pagehide'));
    expect(said.at(-1)).toEqual({ kind: 'leave' });
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    expect(said.at(-1)).toMatchObject({ kind: 'watch' });
  });

  it('clears the store when another tab has signed in to another account', () => {
    tell(picture(1));
    tell({ kind: 'other-account' });
    expect(live.otherAccounts()).toBe(1);
    expect(store.totals()).toBeNull();
    expect(store.feed()).toEqual({ size: 0, added: 0 });
    tell(picture(2));
    expect(store.totals()).toBeNull();
  });

  it('signs out all tabs', () => {
    live.signOut();
    expect(told).toEqual([null]);
    expect(said.at(-1)).toEqual({ kind: 'leave' });
    expect(live.state()).toEqual({ phase: 'idle' });
  });

  describe('with a replay', () => {
    const range = { from: 1_000, to: 9_000, at: 1_000 };

    beforeEach(() => {
      tell(picture(1));
      live.play(range);
    });

    it('leaves the host of all tabs, clears the store, and asks another host to play', () => {
      expect(said.at(-1)).toEqual({ kind: 'leave' });
      expect(store.totals()).toBeNull();
      expect(saidToReplay).toEqual([expect.objectContaining({ kind: 'watch', after: null, replay: range })]);
    });

    it('replaces the rows when the moment changes', () => {
      tell({ ...picture(1), anew: true } as ToTab);
      tell({ ...picture(2, true), anew: true } as ToTab);
      expect(store.feed()).toEqual({ size: 1, added: 1 });
      expect(store.beginnings()).toBeGreaterThan(1);
    });

    it('moves to another moment of the range, and restarts for another range', () => {
      live.play({ ...range, at: 5_000 });
      expect(saidToReplay.at(-1)).toEqual({ kind: 'replay', act: { do: 'seek', to: 5_000 } });
      live.play({ ...range, to: 8_000 });
      expect(saidToReplay.slice(-2).map(({ kind }) => kind)).toEqual(['leave', 'watch']);
    });

    it('continues at its moment when its host restarts', () => {
      const replay = {
        at: 4_000,
        pace: 'playing',
        speed: 1,
        position: null,
        keptFrom: null,
        sessionsSince: null,
        problem: null,
      } as const;
      tell({ kind: 'connection', connection: { phase: 'replay', replay } });
      tell({ kind: 'introduce' });
      expect(saidToReplay.at(-1)).toMatchObject({ kind: 'watch', replay: { ...range, at: 4_000 } });
    });

    it('watches the stream again when it is over', () => {
      live.play(null);
      expect(saidToReplay.at(-1)).toEqual({ kind: 'leave' });
      expect(said.at(-1)).toMatchObject({ kind: 'watch', after: null });
    });

    it('signs out all tabs', () => {
      live.signOut();
      expect(told).toEqual([null]);
      expect(saidToReplay.at(-1)).toEqual({ kind: 'leave' });
    });
  });

  describe('when a complete event is requested', () => {
    it('resolves with the answer of the host', async () => {
      const whole = live.wholeEvent(id(7));
      expect(said.at(-1)).toEqual({ kind: 'event', request: 1, id: '7' });
      tell({ kind: 'event', request: 1, answer: { event: done(7, 'a') } });
      await expect(whole).resolves.toEqual(done(7, 'a'));
    });

    it('rejects with the host’s reason', async () => {
      const whole = live.wholeEvent(id(7));
      tell({ kind: 'event', request: 1, answer: { problem: 'The log no longer has this event.' } });
      await expect(whole).rejects.toThrow('The log no longer has this event.');
    });

    it('rejects when no answer comes', async () => {
      const problem = live.wholeEvent(id(7)).catch((error: unknown) => String(error));
      await advanceClock(30_000);
      expect(await problem).toBe('Error: The server does not answer.');
    });

    it('rejects when the tab stops watching', async () => {
      const whole = live.wholeEvent(id(7));
      live.close();
      await expect(whole).rejects.toThrow('The request was cancelled.');
    });
  });
});
