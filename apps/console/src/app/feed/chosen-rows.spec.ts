import { opened } from '../../testing/events.ts';
import { FeedLog } from '../live/feed/feed-log.ts';
import { chooseRows, NOTHING_CHOSEN, type ChosenRows } from './chosen-rows.ts';

describe('chooseRows', () => {
  const isEven = ({ key }: { key: string }): boolean => Number(key) % 2 === 0;
  const keysOf = ({ rows }: ChosenRows): string[] => rows.map(({ item }) => item.key);
  const stateOf = (log: FeedLog) => ({
    size: log.size,
    added: log.added,
    newest: (from: number, to: number) => log.newest(from, to),
  });

  it('chooses from all rows at first, and then from those that have arrived since', () => {
    const log = new FeedLog(10);
    for (const number of [1, 2, 3, 4]) log.add(opened(number));
    const first = chooseRows(NOTHING_CHOSEN, stateOf(log), isEven);
    expect(keysOf(first)).toEqual(['2', '4']);
    for (const number of [5, 6]) log.add(opened(number));
    const asked: string[] = [];
    const second = chooseRows(first, stateOf(log), (item) => asked.push(item.key) > 0 && isEven(item));
    expect(keysOf(second)).toEqual(['2', '4', '6']);
    expect(asked).toEqual(['6', '5']);
  });

  it('leaves out the rows that the feed keeps no more, and still counts them', () => {
    const log = new FeedLog(3);
    for (const number of [1, 2, 3]) log.add(opened(number));
    const first = chooseRows(NOTHING_CHOSEN, stateOf(log), isEven);
    for (const number of [4, 5, 6]) log.add(opened(number));
    const second = chooseRows(first, stateOf(log), isEven);
    expect([keysOf(second), second.chosen]).toEqual([['4', '6'], 3]);
  });

  it('begins again with another feed', () => {
    const log = new FeedLog(3);
    for (const number of [1, 2, 4]) log.add(opened(number));
    const before = chooseRows(NOTHING_CHOSEN, stateOf(log), isEven);
    const other = new FeedLog(3);
    other.add(opened(8));
    expect(chooseRows(before, stateOf(other), isEven)).toMatchObject({ chosen: 1, arrived: 1 });
  });
});
