import type { EventFilter } from '#contract';
import type { EngineUnderTest } from './engine-under-test.ts';

const RANGE = { kind: 'range' } as const;

/** How an engine summarises what it holds. */
export function describeSummaries(current: () => EngineUnderTest): void {
  it('summarises the matching events up to one of them', async () => {
    const engine = current();
    await engine.open();
    await engine.append(2_500, 'search');
    await engine.append(50, 'weather');
    const calls = async (filter: EventFilter = {}, upTo = engine.log.last): Promise<object> => {
      const { tools } = await engine.log.summarize({ form: RANGE, upTo, filter });
      return Object.fromEntries([...tools].map(([name, tool]) => [name, tool.calls]));
    };
    const upTo = engine.idAt(2_509);
    // Twice: an engine may keep what it has counted.
    for (const _ of [1, 2]) {
      expect(await calls()).toEqual({ search: 2_500, weather: 50 });
      expect(await calls({}, upTo)).toEqual({ search: 2_500, weather: 10 });
      expect(await calls({ tools: ['weather'] }, upTo)).toEqual({ weather: 10 });
      expect(await calls({ tenants: ['another'] })).toEqual({});
      expect(await calls({ sessions: ['session of weather'] })).toEqual({ weather: 50 });
    }
  });

  it('summarises only what retention has left', async () => {
    const engine = current();
    await engine.open({ maxEvents: 3_000, maxAgeMs: 60_000 });
    const calls = async (): Promise<unknown> => {
      const { tools } = await engine.log.summarize({ form: RANGE, upTo: engine.log.last });
      return tools.get('search')?.calls;
    };
    await engine.appendSlowly(3_000, 250);
    expect(await calls()).toBe(3_000);
    await engine.appendSlowly(2_500, 250);
    const held = await engine.log.read({ after: engine.log.start, limit: 10_000 });
    expect(held.length).toBeLessThan(3_100);
    expect(await calls()).toBe(held.length);
  });
}
