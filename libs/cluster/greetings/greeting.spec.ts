import { faultsOf, type Greeted } from './greeting.ts';

const OWN = { instance: 'one', time: 0, settings: { 'admin tokens': 'a', 'agent keys': 'k' } };
const PEER = { instance: 'two', url: 'http://10.0.0.2:3000' };

function greeted(change: Partial<Greeted> = {}): Greeted {
  const answer = { ...OWN, instance: 'two' };
  return { own: OWN, ownUrl: 'http://10.0.0.1:3000', peer: PEER, answer, aheadMs: 200, ...change };
}

describe('a greeting between two instances', () => {
  it('finds no fault in instances that differ in nothing but their names and URLs', () => {
    expect(faultsOf(greeted())).toEqual([]);
  });

  it('names the settings that differ, and passes over those that only one of them knows', () => {
    const settings = { 'admin tokens': 'b', 'keys of another version': 'x' };
    expect(faultsOf(greeted({ answer: { instance: 'two', time: 0, settings } }))).toEqual([
      expect.stringContaining('Instance two has other admin tokens than this one'),
    ]);
  });

  it.each([
    [3_600_000, '3600 s ahead of'],
    [-3_600_000, '3600 s behind'],
  ])('tells of a clock that differs by %i ms', (aheadMs, said) => {
    expect(faultsOf(greeted({ aheadMs }))).toEqual([expect.stringContaining(said)]);
  });

  it.each([
    ['this one', 'one', 'leads to this instance'],
    ['a third one', 'three', 'leads to instance three'],
  ])('tells of a URL that leads to %s', (_, instance, said) => {
    const faults = faultsOf(greeted({ answer: { ...OWN, instance, settings: {} } }));
    expect(faults).toEqual([expect.stringContaining(said)]);
  });

  it('tells of an instance that answers at the URL of this one', () => {
    expect(faultsOf(greeted({ ownUrl: PEER.url }))).toEqual([
      expect.stringContaining('has the CROWSNEST_PEER_URL of this instance'),
    ]);
  });
});
