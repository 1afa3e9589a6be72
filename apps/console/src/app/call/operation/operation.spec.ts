import type { CallId, SessionId, TenantId } from '#contract';

import type { Call, CallEndEvent } from '../call.ts';
import { Operations } from './operation.ts';

const BEGIN = Date.parse('2026-11-30T12:00:00Z');

/** A call that began `atMs` after the first one and took `tookMs`; null while it runs. */
function callAt(
  callId: string,
  atMs: number,
  tookMs: number | null,
  { continues = '', asks = false } = {},
): Call {
  const ids = { sessionId: 's' as SessionId, tenantId: 't' as TenantId };
  const data = {
    callId: callId as CallId,
    tool: 'book',
    ...(continues && { continues: continues as CallId }),
  };
  const at = (ms: number) => new Date(BEGIN + ms).toISOString();
  const start = {
    id: '1',
    type: 'tool:start',
    ...ids,
    timestamp: at(atMs),
    data,
  } as unknown as Call['start'];
  const end =
    tookMs === null
      ? null
      : ({
          id: '2',
          type: 'tool:done',
          ...ids,
          timestamp: at(atMs + tookMs),
          data: { ...data, durationMs: tookMs, ...(asks && { outcome: 'input_required' }) },
        } as unknown as CallEndEvent);
  return { callId: callId as CallId, tool: 'book', ...ids, start, end, progress: [] };
}

describe('an operation', () => {
  const asked = callAt('a', 0, 100, { asks: true });
  const again = callAt('b', 5_000, 50, { continues: 'a', asks: true });
  const other = callAt('x', 5_500, 10);
  const answered = callAt('c', 9_000, 200, { continues: 'b' });

  it('tells the time of its work from that of its waits, whichever part is asked about', () => {
    const operations = new Operations([asked, again, other, answered]);
    for (const call of [asked, again, answered])
      expect(operations.of(call, BEGIN + 60_000)).toEqual({
        parts: [asked, again, answered],
        isWaiting: false,
        totalMs: 9_200,
        workingMs: 350,
      });
  });

  it('waits until its last question is answered', () => {
    expect(new Operations([asked, again]).of(again, BEGIN + 60_000)).toMatchObject({
      isWaiting: true,
      totalMs: 60_000,
      workingMs: 150,
    });
  });

  it('works while its last part runs', () => {
    const running = callAt('b', 1_000, null, { continues: 'a' });
    expect(new Operations([asked, running]).of(running, BEGIN + 1_300)).toMatchObject({
      isWaiting: false,
      totalMs: 1_300,
      workingMs: 400,
    });
  });

  it('is none for a call that neither asks nor answers', () => {
    expect(new Operations([asked, other]).of(other, BEGIN)).toBeNull();
  });
});
