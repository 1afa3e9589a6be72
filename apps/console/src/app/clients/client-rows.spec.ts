import { session, event, SINCE } from '../../testing/events.ts';
import { callEndsOf, type CallEnd } from '../analysis/call-end.ts';
import type { EndSample } from '../analysis/end-samples.ts';
import { clientRows, isOlder } from './client-rows.ts';

const START = Date.parse(SINCE) / 1_000;

/** Returns the ends of calls of a session; the last ones have failed. */
function endsOf(sessionId: string, done: number, failed: number): CallEnd[] {
  const at = Array.from({ length: done + failed }, (_, index) => index);
  return callEndsOf(
    at.map((number) => {
      const data = { callId: `${sessionId}-${number}`, tool: 'moor', durationMs: number + 1 };
      return number < done
        ? event(0, 'tool:done', data, sessionId)
        : event(0, 'tool:error', { ...data, error: 'No', kind: 'tool' }, sessionId);
    }),
  );
}

function sampleOf(ends: CallEnd[], weight = 1): EndSample {
  return { ends, isWhole: weight === 1, first: START, end: START + 1, stepMs: 1_000, weights: [weight] };
}

const version = (sessionId: string, of: string, openedAt: string, more = {}) =>
  session({ sessionId, client: { name: 'cursor', version: of }, openedAt, ...more });

describe('the clients', () => {
  const sessions = [
    version('new', '2.0', '2026-11-22T09:00:00.000Z'),
    version('old', '1.0', '2026-11-22T08:00:00.000Z'),
    version('old-too', '1.0', '2026-11-22T08:30:00.000Z'),
  ];

  it('are grouped by name and version, with their calls and their latency', () => {
    const ends = [...endsOf('old', 15, 5), ...endsOf('old-too', 4, 0)];
    const [newest, oldest] = clientRows(sessions, sampleOf(ends), false);
    expect(newest).toMatchObject({ version: '2.0', calls: 0, errors: 0, p95LatencyMs: null });
    expect(oldest).toMatchObject({ version: '1.0', calls: 24, errors: 5, p95LatencyMs: 15 });
    expect(oldest?.sessions).toHaveLength(2);
    expect(oldest?.first).toBe(Date.parse('2026-11-22T08:00:00.000Z'));
  });

  it('are flagged when a version fails more often than the one that appeared before it', () => {
    const flagged = (newFailed: number, oldFailed: number) =>
      clientRows(
        sessions,
        sampleOf([...endsOf('new', 20 - newFailed, newFailed), ...endsOf('old', 20 - oldFailed, oldFailed)]),
        false,
      ).map(({ failsMoreThan }) => failsMoreThan);
    expect(flagged(10, 1)).toEqual(['1.0', null]);
    expect(flagged(1, 10)).toEqual([null, null]);
    expect(flagged(4, 3)).toEqual([null, null]);
  });

  it('are not flagged for a handful of calls', () => {
    const ends = [...endsOf('new', 0, 9), ...endsOf('old', 20, 0)];
    expect(clientRows(sessions, sampleOf(ends), false).every(({ failsMoreThan }) => !failsMoreThan)).toBe(
      true,
    );
  });

  it('count as many calls as the sample represents', () => {
    const [, oldest] = clientRows(sessions, sampleOf(endsOf('old', 3, 1), 2.5), false);
    expect(oldest).toMatchObject({ calls: 10, errors: 3 });
  });

  it('are left out without a call if a filter selects calls', () => {
    expect(clientRows(sessions, sampleOf(endsOf('old', 1, 0)), true).map(({ version }) => version)).toEqual([
      '1.0',
    ]);
  });

  it('name their revisions, and whether these have protocol sessions', () => {
    const [row] = clientRows(
      [
        version('a', '1.0', SINCE, { protocolVersion: '2026-07-28', origin: 'derived' }),
        version('b', '1.0', SINCE, { protocolVersion: '2025-06-18' }),
      ],
      null,
      false,
    );
    expect(row).toMatchObject({ revisions: ['2025-06-18', '2026-07-28'], usesSessions: true });
    expect(row && isOlder(row)).toBe(true);
    expect(isOlder({ revisions: ['2026-07-28'] })).toBe(false);
  });
});
