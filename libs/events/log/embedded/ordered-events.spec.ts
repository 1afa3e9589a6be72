import type { EventFilter, EventId } from '#contract';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import { indexFrom, selectEvents } from './ordered-events.ts';

const id = (number: number) => String(number) as EventId;

describe('ordered events', () => {
  const events = Array.from({ length: 1_000 }, (_, n) =>
    LoggedEvent.identified(id(2 * n), `{"type":"tool:${n % 100 === 0 ? 'error' : 'done'}","data":{}}`),
  );
  const extent = { from: 100, to: 900 };
  const select = (request: object): number[] =>
    selectEvents(events, extent, { limit: 3, ...request }).map((event) => Number(event.id));

  it('are found by their ids, within the given part', () => {
    const find = (number: number): number => indexFrom(events, id(number), extent);
    expect([find(0), find(400), find(401), find(5_000)]).toEqual([100, 200, 201, 900]);
  });

  it('are selected forwards after an id, otherwise backwards, within the given part', () => {
    expect(select({ after: id(0) })).toEqual([200, 202, 204]);
    expect(select({ after: id(400) })).toEqual([402, 404, 406]);
    expect(select({ after: id(400), before: id(404) })).toEqual([402]);
    expect(select({ after: id(1_798) })).toEqual([]);
    expect(select({ before: id(400) })).toEqual([394, 396, 398]);
    expect(select({})).toEqual([1_794, 1_796, 1_798]);
    expect(select({ before: id(1_700), filter: { types: ['tool:error'] } })).toEqual([1_200, 1_400, 1_600]);
  });

  it('are read no further than a page needs, however many there are', () => {
    let looked = 0;
    const types = { includes: () => ((looked += 1), true) };
    const filter = { types } as unknown as EventFilter;
    select({ after: id(400), filter });
    select({ filter });
    expect(looked).toBe(6);
  });
});
