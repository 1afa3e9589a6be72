import { advanceClock } from '../../testing/advance-clock.ts';
import { hello, listOf, opened } from '../../testing/events.ts';
import { FakeServer, json } from '../../testing/fake-server.ts';
import { FakeTab } from '../../testing/fake-tab.ts';
import type { AccountBoard } from './account-board.ts';
import { liveHost } from './host/live-host.ts';

const { jest } = import.meta;

/** Boards that pass each message to all others. */
function boards(count: number): AccountBoard[] {
  const listeners: (((account: string | null) => void) | undefined)[] = [];
  return Array.from({ length: count }, (_, own) => ({
    tell: (account) => listeners.forEach((hear, index) => index !== own && hear?.(account)),
    listen: (hear) => void (listeners[own] = hear),
  }));
}

describe('Hosts of one browser', () => {
  let server: FakeServer;
  let tabs: FakeTab[];
  /** The board of a tab, which has no host of its own. */
  let tabOfNone: AccountBoard;

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    server = new FakeServer();
    server.answer('GET /sessions', () => json(listOf([])));
    const [ofTab, ...ofHosts] = boards(3) as [AccountBoard, ...AccountBoard[]];
    tabOfNone = ofTab;
    tabs = ofHosts.map((board) => new FakeTab(liveHost(server.fetch, '', board)));
    for (const tab of tabs) tab.watch('ann');
    await advanceClock(0);
    for (const connection of server.connections) connection.hello(hello([opened(1)]));
    await advanceClock();
    for (const tab of tabs) tab.heard.length = 0;
  });
  afterEach(() => {
    for (const tab of tabs) tab.say({ kind: 'leave' });
    jest.useRealTimers();
  });

  it('all dismiss their tabs when another account signs in at one of them', async () => {
    tabs[1]?.watch('bob');
    await advanceClock();
    expect(tabs[0]?.heard).toEqual([{ kind: 'other-account' }]);
    tabs[0]?.watch('bob');
    await advanceClock();
    expect(tabs[1]?.heard).not.toContainEqual({ kind: 'other-account' });
  });

  it('all stop when a tab has signed out, and begin anew for the next account', async () => {
    tabOfNone.tell(null);
    for (const { heard } of tabs)
      expect(heard).toEqual([{ kind: 'connection', connection: { phase: 'signed-out' } }]);
    await advanceClock(60_000);
    expect(server.connections).toHaveLength(2);
    tabs[0]?.watch('ann');
    await advanceClock(0);
    server.latest.hello(hello([opened(9)]));
    await advanceClock();
    const begun = tabs[0]?.pictures.findLast(({ whole }) => whole);
    expect(begun?.changes.rows?.items.map(({ key }) => key)).toEqual(['9']);
  });
});
