import type { CrowsnestEvent } from '#contract';

import { id, opened } from '../../../testing/events.ts';
import { FakeLog } from '../../../testing/fake-log.ts';
import { rowOf } from '../rows/row.ts';
import { PAGE_EVENTS, PastWindow } from './past-window.ts';

const ALL = 10_000;
/** The largest number of rows that are kept. */
const BOUND = 20 * PAGE_EVENTS;

describe('PastWindow', () => {
  let log: FakeLog;

  beforeEach(() => {
    log = new FakeLog(Array.from({ length: ALL }, (_, index) => opened(index + 1)));
  });

  function windowBelow(ceiling: number | null): PastWindow {
    return new PastWindow({
      ceiling: ceiling === null ? null : id(ceiling),
      read: async (page) => {
        const query = new URLSearchParams(Object.entries(page).map(([name, value]) => [name, String(value)]));
        const response = await log.fetch(`/history?${query.toString()}`);
        return ((await response.json()) as { events: CrowsnestEvent[] }).events;
      },
      rowsOf: (events) => events.map((event) => rowOf({ kind: 'event', key: event.id, event }, -1)),
    });
  }
  /** The ids of the rows, newest first. */
  const idsIn = (past: PastWindow): number[] =>
    past.parts().flatMap((rows) => rows.map(({ key }) => Number(key)).toReversed());
  const countdown = (from: number, count: number): number[] =>
    Array.from({ length: count }, (_, index) => from - index);

  it('reads what comes before an event, page by page, without a hole or a double', async () => {
    const past = windowBelow(9_001);
    await past.readOlder();
    await past.readOlder();
    expect(idsIn(past)).toEqual(countdown(9_000, 2 * PAGE_EVENTS));
    expect(past.newer()).toEqual({ state: 'reached' });
  });

  it('drops the newest pages once there are too many, and reads them again up to the live feed', async () => {
    const past = windowBelow(9_001);
    while (past.older().state === 'more') await past.readOlder();
    expect(idsIn(past)).toEqual(countdown(BOUND, BOUND));
    expect(past.newer()).toEqual({ state: 'more' });
    while (past.newer().state === 'more') await past.readNewer();
    expect(idsIn(past)).toEqual(countdown(9_000, BOUND));
    expect([past.newer().state, past.older().state]).toEqual(['reached', 'more']);
  });

  it('begins at the oldest event, or around one, and grows from there', async () => {
    const past = windowBelow(null);
    await past.openOldest();
    expect(idsIn(past)).toEqual(countdown(PAGE_EVENTS, PAGE_EVENTS));
    expect(past.older()).toEqual({ state: 'reached' });
    await past.openAround(id(5_000));
    expect(idsIn(past)).toEqual(countdown(5_000 + PAGE_EVENTS - 1, 2 * PAGE_EVENTS));
    await past.openNewest();
    expect(idsIn(past)).toEqual(countdown(ALL, PAGE_EVENTS));
  });

  it('says why a page is missing, and reads it when it is asked again', async () => {
    const past = windowBelow(101);
    log.isReachable = false;
    await past.readOlder();
    expect(past.older()).toEqual({ state: 'failed', problem: 'The server cannot be reached.' });
    log.isReachable = true;
    await past.readOlder();
    expect(idsIn(past)).toEqual(countdown(100, 100));
    expect(past.older()).toEqual({ state: 'reached' });
  });
});
