import type { EventId } from '#contract';
import type { Broker, BrokerState } from '../broker.ts';
import { BrokerMembership, type MembershipParts } from './broker-membership.ts';
import { InstanceIdentity } from '../instance-identity.ts';

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

  it('joins anew only once it is known whether the log has what was sent last', () => {
    let isUnsure = true;
    const identity = new InstanceIdentity('host');
    const outgoing = {
      get isUnsure() {
        return isUnsure;
      },
      dropWork: () => undefined,
    };
    const membership = new BrokerMembership({
      broker: { numberOf: Number },
      outgoing,
      identity,
    } as unknown as MembershipParts);
    const before = identity.current;
    membership.joinAnew(before);
    expect(identity.current).toBe(before);
    isUnsure = false;
    membership.joinAnew(before);
    expect(identity.current).not.toBe(before);
  });
});
