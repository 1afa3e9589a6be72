import { FamiliarPrincipals } from './familiar-principals.ts';
import type { AgentPrincipal } from '../principal.ts';

describe('FamiliarPrincipals', () => {
  const ada: AgentPrincipal = { kind: 'agent', id: 'a', name: 'ada', tenantId: 'acme' };

  it('recognizes a principal only on the network where it was seen', () => {
    const familiar = new FamiliarPrincipals();
    familiar.remember('192.0.2.1', ada);
    expect(familiar.has('192.0.2.1', ada)).toBe(true);
    expect(familiar.has('192.0.2.2', ada)).toBe(false);
    expect(familiar.has('192.0.2.1', { ...ada, id: 'b' })).toBe(false);
  });

  it('remembers the 1,000 pairs of network and principal that were seen last', () => {
    const familiar = new FamiliarPrincipals();
    for (let n = 0; n < 1_000; n += 1) familiar.remember(`network ${n}`, ada);
    familiar.remember('network 0', ada);
    familiar.remember('one more', ada);
    expect(familiar.has('network 0', ada)).toBe(true);
    expect(familiar.has('network 1', ada)).toBe(false);
  });
});
