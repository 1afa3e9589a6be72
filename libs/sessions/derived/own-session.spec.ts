import { jest } from '@jest/globals';
import type { SessionId } from '#contract';
import { LogError, type Claim, type Claims } from '#events';
import { OwnSession } from './own-session.ts';

const LIMIT = 4_000;
const OWN = 's1' as SessionId;

describe('OwnSession', () => {
  let claim: Claim | undefined;
  let isAway: boolean;
  let expired: number;
  let isOpen: boolean;
  let session: OwnSession;
  let activeAt: number;

  const claims: Claims = {
    claim: async () => (claim = { owner: OWN, uses: (claim?.uses ?? 0) + 1 }),
    release: async (_key, owner, uses) => {
      if (isAway) throw new LogError('LOG_AWAY', 'The broker is away');
      if (claim && (claim.owner !== owner || (uses !== undefined && uses !== claim.uses))) return claim;
      return (claim = undefined);
    },
  };

  const begin = (): void => {
    isOpen = true;
    activeAt = performance.now();
    session = new OwnSession(OWN, claims, 'key', () => {
      expired += 1;
      isOpen = false;
    });
  };

  /** Lets time pass, with a check as often as the registry does. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += LIMIT / 10) {
      await jest.advanceTimersByTimeAsync(LIMIT / 10);
      if (isOpen) session.whileIdle(performance.now() - activeAt, LIMIT);
    }
    await jest.advanceTimersByTimeAsync(0);
  };

  beforeEach(async () => {
    jest.useFakeTimers();
    claim = undefined;
    isAway = false;
    expired = 0;
    begin();
    session.claimed(await claims.claim('key', OWN));
  });

  afterEach(() => jest.useRealTimers());

  it('expires once after the idle time, and gives its key up', async () => {
    await pass(LIMIT * 0.9);
    expect([expired, claim]).toEqual([0, { owner: OWN, uses: 1 }]);
    await pass(LIMIT * 0.1);
    expect([expired, claim]).toEqual([1, undefined]);
  });

  it('counts the idle time from the last call, also in another instance that has claimed its key', async () => {
    await pass(LIMIT * 0.8);
    await claims.claim('key', OWN);
    activeAt = performance.now();
    await pass(LIMIT * 0.9);
    expect(expired).toBe(0);
    await pass(LIMIT * 0.2);
    expect(expired).toBe(1);
  });

  it('stays while another instance may use it for a call of which the log has not told', async () => {
    await pass(LIMIT * 0.8);
    await claims.claim('key', OWN);
    await pass(LIMIT * 0.8);
    expect([expired, claim?.uses]).toEqual([0, 2]);
    await pass(LIMIT * 0.4);
    expect(expired).toBe(1);
  });

  it('lets a request wait while its key is given up', async () => {
    session.usableUntil = Infinity;
    await jest.advanceTimersByTimeAsync(LIMIT);
    session.claimed({ uses: 1 });
    await jest.advanceTimersByTimeAsync(LIMIT);
    session.whileIdle(LIMIT, LIMIT);
    expect(session.usableUntil).toBe(0);
    await session.answered;
    expect([expired, session.answered]).toEqual([1, undefined]);
  });

  it('stays while the broker is away, unless its key was never agreed on', async () => {
    isAway = true;
    await pass(LIMIT * 2);
    expect(expired).toBe(0);
    isAway = false;
    await pass(LIMIT);
    expect(expired).toBe(1);
    begin();
    isAway = true;
    await pass(LIMIT);
    expect(expired).toBe(2);
  });

  it('expires after the idle time although its key belongs to another session by now', async () => {
    claim = { owner: 's2', uses: 7 };
    await pass(LIMIT * 0.9);
    expect(expired).toBe(0);
    await pass(LIMIT * 0.1);
    expect([expired, claim]).toEqual([1, { owner: 's2', uses: 7 }]);
  });
});
