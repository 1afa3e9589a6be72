import type { UncommittedEvent } from '#contract';
import { QUEUE_EVENTS } from '../../queue-bound.ts';
import { InstanceIdentity } from '../instance-identity.ts';
import { OutgoingEvents } from './outgoing-events.ts';
import { SentEvents } from './sent-events.ts';

const event = (number: number): UncommittedEvent => ({
  type: 'log:degraded',
  sessionId: '',
  tenantId: '',
  timestamp: new Date(number).toISOString(),
  data: { error: String(number) },
});

describe('OutgoingEvents', () => {
  let outgoing: OutgoingEvents;

  beforeEach(() => {
    outgoing = new OutgoingEvents(() => undefined, new SentEvents(), new InstanceIdentity('host'), {
      maxEventBytes: Infinity,
    });
  });

  it('repeats a batch as it is until it is acknowledged, whatever is added meanwhile', () => {
    outgoing.push(event(0));
    const first = outgoing.next();
    outgoing.push(event(1));
    expect(outgoing.next()).toBe(first);
    expect(outgoing.count).toBe(2);
    outgoing.acknowledged();
    expect(outgoing.next()).toMatchObject({ sequence: 2, jsons: [expect.stringContaining('"error":"1"')] });
  });

  it('drops the oldest events beyond its maximum, but none that were sent, and tells the next batch how many', () => {
    outgoing.push(event(0));
    const sent = outgoing.next();
    let dropped = 0;
    for (let number = 1; number <= QUEUE_EVENTS; number += 1) dropped += outgoing.push(event(number));
    expect(dropped).toBe(500);
    expect(outgoing.next()).toBe(sent);
    expect(sent?.dropped.missing).toBe(0);
    outgoing.acknowledged();
    const next = outgoing.next();
    expect(next?.dropped).toEqual({
      from: event(1).timestamp,
      to: event(500).timestamp,
      missing: 500,
    });
    expect(next?.jsons[0]).toContain('"error":"501"');
  });
});
