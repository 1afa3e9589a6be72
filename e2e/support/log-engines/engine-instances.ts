import type { UncommittedEvent } from '#contract';
import { waitUntil } from '../environment/wait-until.ts';
import { call, callIdsOf, EngineUnderTest } from './engine-under-test.ts';

const down = (instance: string): UncommittedEvent => ({
  type: 'instance:down',
  sessionId: '',
  tenantId: '',
  timestamp: new Date().toISOString(),
  data: { instance, reason: 'lost' },
});

const membershipOf = ({ log }: EngineUnderTest) => {
  if (!log.membership) throw new Error('The log is not shared');
  return log.membership;
};

/** What an engine does that several processes share. Describes nothing for an engine of one process. */
export function describeInstances(current: () => EngineUnderTest, isShared: boolean): void {
  if (!isShared) return;
  let one: EngineUnderTest;
  let other: EngineUnderTest;

  beforeEach(async () => {
    one = current();
    other = new EngineUnderTest(one.place);
    await one.open();
    await other.open();
  });

  afterEach(() => other.log.close());

  const delivered = (reason: string, count: number) =>
    waitUntil(() => one.delivered.length >= count && other.delivered.length >= count, { reason });

  /** Gives the other instance up, until once it has not noticed by the time that this resolves. */
  async function giveUpUnnoticed(): Promise<string> {
    for (;;) {
      const { instance } = membershipOf(other);
      await membershipOf(one).appendFor(instance, one.log.last, [down(instance)]);
      if (membershipOf(other).instance === instance) return instance;
    }
  }

  it('delivers the events of all instances to each of them, in one order', async () => {
    for (let n = 0; n < 50; n += 1) {
      one.log.append(call(`one-${n}`));
      other.log.append(call(`other-${n}`));
      if (n % 10 === 0) await one.log.flush();
    }
    await delivered('both have all events', 100);
    expect(other.delivered.map(({ json }) => json)).toEqual(one.delivered.map(({ json }) => json));
    const own = callIdsOf(one.delivered).filter((id) => String(id).startsWith('one-'));
    expect(own).toEqual(Array.from({ length: 50 }, (_, n) => `one-${n}`));
    expect(membershipOf(one).instance).not.toBe(membershipOf(other).instance);
  });

  it('hears the other instances until they leave', async () => {
    const isHeard = () => one.heard.some(({ instance }) => instance === membershipOf(other).instance);
    await waitUntil(isHeard, { reason: 'the other instance is heard' });
    expect(one.heard.length).toBe(2);
    expect(one.heard[0]).toMatchObject({ name: expect.any(String), lag: { events: 0, ms: 0 } });
    await other.log.close();
    await waitUntil(() => !isHeard(), { reason: 'the other instance has left' });
  });

  it('appends on behalf of an instance only what nothing has preceded', async () => {
    const { instance } = membershipOf(other);
    await other.append(1);
    await delivered('both have the call', 1);
    const { last } = one.log;
    await other.append(1);
    expect(await membershipOf(one).appendFor(instance, last, [down(instance)])).toBeUndefined();
    await delivered('both have both calls', 2);
    const upTo = one.log.last;
    const end = await membershipOf(one).appendFor(instance, upTo, [down(instance)]);
    expect(end).toBeDefined();
    expect(await membershipOf(one).appendFor(instance, upTo, [down(instance)])).toBeUndefined();
    await delivered('both have the end', 3);
    expect(one.log.last).toBe(end);
  });

  it('takes no event of a call from an instance that was given up, and lets it join anew', async () => {
    const instance = await giveUpUnnoticed();
    const timesBefore = other.timesGivenUp;
    other.log.append(call('late'));
    other.log.append({ ...down('a third one'), type: 'log:degraded', data: { error: 'kept' } });
    await waitUntil(() => other.isDelivered('log:degraded'), { reason: 'the rest is appended' });
    expect(other.timesGivenUp).toBe(timesBefore + 1);
    expect(membershipOf(other).instance).not.toBe(instance);
    other.log.append(call('anew'));
    await waitUntil(() => callIdsOf(one.delivered).includes('anew'), { reason: 'the new call is delivered' });
    expect(callIdsOf(one.delivered)).not.toContain('late');
    expect(one.delivered.map(({ json }) => json)).toEqual(other.delivered.map(({ json }) => json));
    const before = one.delivered.findLast(({ type }) => type === 'instance:down')?.id;
    expect(before && one.log.lostAfter(before)).toMatchObject({ missing: 1 });
  });
}
