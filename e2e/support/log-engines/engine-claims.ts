import type { Claims } from '#events';
import { EngineUnderTest } from './engine-under-test.ts';

const claimsOf = ({ log }: EngineUnderTest): Claims => {
  if (!log.claims) throw new Error('The log is not shared');
  return log.claims;
};

/** How processes that share a log agree on whose a key is. Describes nothing for an engine of one process. */
export function describeClaims(current: () => EngineUnderTest, hasClaims: boolean): void {
  if (!hasClaims) return;
  let other: EngineUnderTest;
  let one: Claims;
  let two: Claims;

  beforeEach(async () => {
    other = new EngineUnderTest(current().place);
    await current().open();
    await other.open();
    one = claimsOf(current());
    two = claimsOf(other);
  });

  afterEach(() => other.log.close());

  it('gives a key to one of those that claim it at once, and counts every claim', async () => {
    const all = await Promise.all([one.claim('key', 'a'), two.claim('key', 'b'), one.claim('key', 'c')]);
    expect(new Set(all.map(({ owner }) => owner)).size).toBe(1);
    expect(new Set(all.map(({ uses }) => uses))).toEqual(new Set([1, 2, 3]));
    expect(await two.claim('another key', 'b')).toEqual({ owner: 'b', uses: 1 });
  });

  it('gives a key up only for its owner, and only if nobody has used it since', async () => {
    await one.claim('key', 'a');
    const { uses } = await two.claim('key', 'b');
    expect(await two.release('key', 'b')).toEqual({ owner: 'a', uses });
    expect(await one.release('key', 'a', 1)).toEqual({ owner: 'a', uses });
    expect(await one.release('key', 'a', uses)).toBeUndefined();
    expect(await one.release('key', 'a')).toBeUndefined();
    expect(await two.claim('key', 'b')).toEqual({ owner: 'b', uses: 1 });
    expect(await two.release('key', 'b')).toBeUndefined();
  });
}
