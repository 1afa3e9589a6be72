import { FamiliarHolders } from './familiar-holders.ts';

describe('FamiliarHolders', () => {
  const ada = { fingerprint: 'a', name: 'ada', role: 'admin', tenantId: null } as const;

  it('knows a holder where it saw them', () => {
    const familiar = new FamiliarHolders();
    familiar.remember('192.0.2.1', ada);
    expect(familiar.has('192.0.2.1', ada)).toBe(true);
    expect(familiar.has('192.0.2.2', ada)).toBe(false);
    expect(familiar.has('192.0.2.1', { ...ada, fingerprint: 'b' })).toBe(false);
  });

  it('remembers 1,000 pairs, those seen last', () => {
    const familiar = new FamiliarHolders();
    for (let n = 0; n < 1_000; n += 1) familiar.remember(`address ${n}`, ada);
    familiar.remember('address 0', ada);
    familiar.remember('one more', ada);
    expect(familiar.has('address 0', ada)).toBe(true);
    expect(familiar.has('address 1', ada)).toBe(false);
  });
});
