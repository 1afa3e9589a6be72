import type { PeerSender } from '../identity/principal.ts';
import { PeerSeal, type SealedRequest } from './peer-seal.ts';

const SECRET = 'a-secret-of-all-instances';
const AGENT = { kind: 'agent', id: 'p1', name: 'Zoë', tenantId: 'acme' } as const;

describe('PeerSeal', () => {
  const seal = new PeerSeal(SECRET);
  const request = (change: Partial<SealedRequest> = {}): SealedRequest => ({
    method: 'POST',
    url: '/mcp',
    headers: { 'mcp-session-id': 's1' },
    ...change,
  });
  const sealed = (change: Partial<SealedRequest> = {}, principal: PeerSender = AGENT): SealedRequest => {
    const one = request();
    return request({ headers: { ...one.headers, ...seal.seal(one, principal) }, ...change });
  };

  it('recognizes the principal of a request that an instance with the same secret has sealed', () => {
    expect(new PeerSeal(SECRET).open(sealed())).toEqual(AGENT);
    expect(seal.open(request())).toBeUndefined();
  });

  it('recognizes no request with another method, URL, session, digest or principal', () => {
    const { headers } = sealed();
    const { headers: ofAnother } = sealed({}, { ...AGENT, tenantId: 'globex' });
    const changes: Partial<SealedRequest>[] = [
      { method: 'DELETE' },
      { url: '/sessions/s1' },
      { headers: { ...headers, 'mcp-session-id': 's2' } },
      { headers: { ...headers, 'content-digest': 'sha-256=:AA==:' } },
      { headers: { ...headers, 'crowsnest-principal': ofAnother['crowsnest-principal'] } },
      { headers: { ...headers, 'crowsnest-forwarded': '' } },
    ];
    for (const change of changes) expect(seal.open(sealed(change))).toBeUndefined();
  });

  it('removes the headers of a request that it does not recognize', () => {
    for (const secret of ['another-secret-of-instances', undefined]) {
      const one = sealed();
      expect(new PeerSeal(secret).open(one)).toBeUndefined();
      expect(one.headers).toEqual({ 'mcp-session-id': 's1' });
    }
  });
});
