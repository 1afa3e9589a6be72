import { EdgeError } from '../errors/edge-error.ts';
import type { AgentPrincipal } from '../identity/principal.ts';
import { Places } from './places.ts';

describe('Places', () => {
  const agent = (id: string): AgentPrincipal => ({ kind: 'agent', id, name: 'acme', tenantId: 'acme' });
  let places: Places;

  function refusalOf(id: string): EdgeError | undefined {
    try {
      places.take(agent(id));
    } catch (error) {
      if (error instanceof EdgeError) return error;
      throw error;
    }
    return undefined;
  }

  beforeEach(() => {
    places = new Places({ what: 'streams', code: 'TOO_MANY_STREAMS', max: 3, maxPerPrincipal: 2 });
  });

  it('refuses a principal beyond its own maximum with 429, but not another principal of the same name', () => {
    places.take(agent('a'));
    places.take(agent('a'));
    const refusal = refusalOf('a');
    expect(refusal?.getStatus()).toBe(429);
    expect(refusal).toMatchObject({ code: 'TOO_MANY_STREAMS', retryAfterSeconds: 10 });
    expect(refusal?.message).toMatch(/^acme has 2 streams open, its maximum\./);
    expect(refusalOf('b')).toBeUndefined();
  });

  it('refuses every principal beyond the total maximum with 503', () => {
    for (const id of ['a', 'b', 'c']) places.take(agent(id));
    expect(refusalOf('d')?.getStatus()).toBe(503);
  });

  it('gives a place away again once it is released', () => {
    const release = places.take(agent('a'));
    places.take(agent('a'));
    release();
    expect(refusalOf('a')).toBeUndefined();
    expect(refusalOf('a')?.getStatus()).toBe(429);
  });
});
