import { RandomIdGenerator } from '@opentelemetry/sdk-trace';
import { ForeseenIds } from './foreseen-ids.ts';

describe('ForeseenIds', () => {
  it('gives out the trace id that it has foreseen, and each id once', () => {
    const ids = new ForeseenIds(new RandomIdGenerator());
    const traceIds = Array.from({ length: 300 }, () => {
      const foreseen = [ids.nextTraceId, ids.nextTraceId];
      const taken = ids.generateTraceId();
      expect(foreseen).toEqual([taken, taken]);
      return taken;
    });
    const spanIds = Array.from({ length: 300 }, () => ids.generateSpanId());
    expect(new Set([...traceIds, ...spanIds]).size).toBe(600);
    for (const id of traceIds) expect(id).toMatch(/^[0-9a-f]{32}$/);
    for (const id of spanIds) expect(id).toMatch(/^[0-9a-f]{16}$/);
  });
});
