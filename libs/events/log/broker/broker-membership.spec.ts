import type { EventId } from '#contract';
import type { Broker, BrokerState } from './broker.ts';
import { BrokerMembership, type MembershipParts } from './broker-membership.ts';

describe('BrokerMembership', () => {
  it('leaves only after a sign of life that is on its way: it would bring the instance back', async () => {
    const acts: string[] = [];
    const attending = Promise.withResolvers<BrokerState>();
    const note = async (act: string): Promise<void> => void acts.push(act);
    const broker = {
      attend: () => attending.promise,
      beat: () => note('beat').then(() => []),
      forget: () => note('forget'),
      numberOf: Number,
    };
    const membership = new BrokerMembership({
      broker: broker as Partial<Broker> as Broker,
      view: { known: {}, apply: () => undefined },
      delivery: { last: '1' },
      health: { works: () => undefined },
      identity: { current: 'one' },
      facts: {},
    } as unknown as MembershipParts);
    membership.begin();
    const left = membership.close();
    attending.resolve({ last: '1' as EventId } as BrokerState);
    await left;
    expect(acts).toEqual(['beat', 'forget']);
  });
});
