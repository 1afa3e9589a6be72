import { takeLinkToken } from './link-token.ts';

describe('takeLinkToken', () => {
  beforeEach(() => history.replaceState(null, '', '/dashboard/'));

  it('returns the token and removes it from the address bar', () => {
    history.replaceState(null, '', '/dashboard/?a=b#token=s3cret%2Bplus');
    const length = history.length;
    expect(takeLinkToken(location, history)).toBe('s3cret+plus');
    expect(location.href).toBe('http://localhost/dashboard/?a=b');
    expect(history).toHaveLength(length);
  });

  it('keeps any other fragment of the URL', () => {
    history.replaceState(null, '', '/dashboard/#event-5');
    expect(takeLinkToken(location, history)).toBeUndefined();
    expect(location.hash).toBe('#event-5');
  });

  it('removes an empty token from the address bar and returns nothing', () => {
    history.replaceState(null, '', '/dashboard/#token=');
    expect(takeLinkToken(location, history)).toBeUndefined();
    expect(location.hash).toBe('');
  });
});
