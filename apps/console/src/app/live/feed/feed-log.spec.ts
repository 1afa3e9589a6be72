import { id, opened, started } from '../../../testing/events.ts';
import type { Gap } from './feed-item.ts';
import { FeedLog } from './feed-log.ts';

const gap = (after: number, upTo: number): Gap => ({
  after: id(after),
  upTo: id(upTo),
  from: null,
  to: null,
  missing: null,
});

describe('FeedLog', () => {
  let log: FeedLog;
  const keys = (): string[] => log.newest(0, 100).map(({ key }) => key);

  beforeEach(() => {
    log = new FeedLog(3);
  });

  it('adds an event once, however often it arrives', () => {
    expect([opened(1), started(2, 'a'), opened(1), started(2, 'a')].map((event) => log.add(event))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(keys()).toEqual(['2', '1']);
  });

  it('starts at the position of the snapshot, which may be after its last event', () => {
    log.begin([opened(1)], id(4));
    expect(log.add(started(4, 'a'))).toBe(false);
    expect(log.add(started(5, 'a'))).toBe(true);
    expect(log.position).toBe('5');
  });

  it('marks a gap and adds the events after it', () => {
    log.begin([opened(1)], id(1));
    log.markGap(gap(1, 10));
    expect(log.add(started(9, 'a'))).toBe(false);
    expect(log.add(started(11, 'a'))).toBe(true);
    expect(log.newest(0, 3)).toMatchObject([
      { kind: 'event', key: '11' },
      { kind: 'gap', gap: { after: '1', upTo: '10' } },
      { kind: 'event', key: '1' },
    ]);
  });

  it('adds no event twice when a gap ends before the newest event', () => {
    log.add(opened(1));
    log.add(started(7, 'a'));
    log.markGap(gap(7, 1));
    expect(log.add(started(7, 'a'))).toBe(false);
    expect(log.add(started(8, 'b'))).toBe(true);
  });

  it('drops the oldest rows and counts all', () => {
    for (let number = 1; number <= 5; number += 1) log.add(opened(number));
    expect(keys()).toEqual(['5', '4', '3']);
    expect([log.size, log.added]).toEqual([3, 5]);
  });
});
