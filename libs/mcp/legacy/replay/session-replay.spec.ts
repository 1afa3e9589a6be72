import { ReplayBudget } from './replay-budget.ts';
import { SessionReplay } from './session-replay.ts';

const LIMITS = { maxMessages: 4, maxBytes: 10_000 };

function replay(budget = budgetOf(100_000), tenantId = 't'): SessionReplay {
  return new SessionReplay(LIMITS, budget, tenantId);
}

function budgetOf(maxTotalBytes: number, maxTenantBytes = maxTotalBytes): ReplayBudget {
  return new ReplayBudget({ maxTenantBytes, maxTotalBytes });
}

function message(n: number, text = ''): string {
  return JSON.stringify({ n, text });
}

function replayed(kept: SessionReplay, after: string): unknown[] | undefined {
  return kept.after(after)?.messages.map(({ json }) => (JSON.parse(json) as { n: number }).n);
}

describe('SessionReplay', () => {
  it('replays the messages that follow an id on the same stream, in order', () => {
    const kept = replay();
    const first = kept.keep('a', message(1), false);
    kept.keep('b', message(2), false);
    kept.keep('a', message(3), false);
    kept.keep('a', message(4), false);
    expect(replayed(kept, first)).toEqual([3, 4]);
    expect(kept.standingOf(first)).toBe('resumable');
  });

  it('does not replay an event that only begins a stream', () => {
    const kept = replay();
    const begin = kept.begin('a');
    kept.begin('a');
    kept.keep('a', message(1), false);
    expect(replayed(kept, begin)).toEqual([1]);
  });

  it('drops the oldest messages beyond its maximum, and no longer knows their ids', () => {
    const kept = replay();
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push(kept.keep('a', message(n), false));
    const known = ids.map((id) => kept.standingOf(id) !== 'unknown');
    expect(known).toEqual([false, false, true, true, true, true]);
    expect(replayed(kept, ids[0] ?? '')).toBeUndefined();
  });

  it('drops every message before one that is too large to keep', () => {
    const kept = replay();
    const first = kept.keep('a', message(1), false);
    kept.keep('a', message(2, 'x'.repeat(10_000)), false);
    expect(kept.standingOf(first)).toBe('unknown');
  });

  it('stays within the byte limit of all sessions, and frees its bytes when it is released', () => {
    const budget = budgetOf(250);
    const [one, other] = [replay(budget), replay(budget)];
    for (let n = 0; n < 3; n += 1) {
      one.keep('a', message(n, 'x'.repeat(50)), false);
      other.keep('a', message(n, 'x'.repeat(50)), false);
      expect(budget.bytes).toBeLessThanOrEqual(250);
    }
    expect(budget.bytes).toBeGreaterThan(0);
    one.release();
    other.release();
    one.keep('a', message(9), false);
    expect(budget.bytes).toBe(0);
  });

  it('drops the messages of the longest silent session of its tenant first', () => {
    const budget = budgetOf(Infinity, 250);
    const [silent, active] = [replay(budget), replay(budget)];
    const lost = silent.keep('a', message(1, 'x'.repeat(80)), false);
    active.keep('a', message(1, 'x'.repeat(80)), false);
    const last = active.keep('a', message(2, 'x'.repeat(80)), false);
    expect(silent.standingOf(lost)).toBe('unknown');
    expect(active.standingOf(last)).toBe('resumable');
  });

  it('drops nothing of another tenant that keeps less', () => {
    const budget = budgetOf(1_000);
    const modest = replay(budget, 'modest');
    const id = modest.keep('a', message(1, 'x'.repeat(80)), false);
    for (let n = 0; n < 64; n += 1) replay(budget, 'greedy').keep('a', message(n, 'x'.repeat(80)), false);
    expect(modest.standingOf(id)).toBe('resumable');
    expect(budget.bytes).toBeLessThanOrEqual(1_000);
  });

  it('has no messages for a stream whose request was cancelled', () => {
    const kept = replay();
    const begin = kept.begin('a');
    const other = kept.begin('b');
    const seen = kept.keep('a', message(1), false);
    kept.end('a');
    expect([begin, seen, other].map((id) => kept.standingOf(id))).toEqual(['spent', 'spent', 'resumable']);
  });

  it("does not know another session's ids", () => {
    const [one, other] = [replay(), replay()];
    const id = one.keep('a', message(1), false);
    other.keep('a', message(1), false);
    expect(other.standingOf(id)).toBe('unknown');
  });
});
