import type { EventId } from '#contract';
import { EventMatcher } from '../../encoding/event-matcher.ts';
import { LoggedEvent } from '../../encoding/logged-event.ts';
import type { RangeRequest } from '../event-log.ts';
import { indexFrom, selectEvents } from './ordered-events.ts';

const id = (number: number) => String(number) as EventId;

describe('ordered events', () => {
  const events = Array.from({ length: 1_000 }, (_, n) =>
    LoggedEvent.identified(id(2 * n), `{"type":"tool:${n % 100 === 0 ? 'error' : 'done'}","data":{}}`),
  );
  const extent = { from: 100, to: 900 };
  const nobody = (): undefined => undefined;
  const select = ({ filter, ...request }: Partial<RangeRequest>): number[] =>
    selectEvents(events, extent, { limit: 3, ...request }, EventMatcher.for(filter, nobody)).events.map(
      (event) => Number(event.id),
    );

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
    const matcher = EventMatcher.for({ types: ['tool:done'] }, nobody);
    selectEvents(events, extent, { after: id(402), limit: 3 }, matcher);
    selectEvents(events, extent, { limit: 3 }, matcher);
    expect(matcher?.work).toBe(6);
  });

  it('are selected in parts through a filter that finds little, which say where to continue', () => {
    for (const after of [id(200), undefined]) {
      let place = after;
      let parts = 0;
      const found: string[] = [];
      do {
        const matcher = EventMatcher.for({ types: ['tool:error'] }, nobody);
        const range = after === undefined ? (place ? { before: place } : {}) : { after: place as EventId };
        const { events: some, rest } = selectEvents(events, extent, { ...range, limit: 100 }, matcher, 90);
        found.push(...some.map((event) => event.id));
        place = rest;
        parts += 1;
      } while (place !== undefined);
      expect(found.map(Number).toSorted((a, b) => a - b)).toEqual(
        [200, 400, 600, 800, 1_000, 1_200, 1_400, 1_600].slice(after === undefined ? 0 : 1),
      );
      expect(parts).toBe(9);
    }
  });
});
