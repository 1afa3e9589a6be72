import { takeLinkToken } from './link-token.ts';

describe('takeLinkToken', () => {
  beforeEach(() => history.replaceState(null, '', '/dashboard/'));

  it('takes the token out of the link and out of the address bar', () => {
    history.replaceState(null, '', '/dashboard/?a=b#token=s3cret%2Bplus');
    const length = history.length;
    expect(takeLinkToken(location, history)).toBe('s3cret+plus');
    expect(location.href).toBe('http://localhost/dashboard/?a=b');
    expect(history).toHaveLength(length);
  });

  it('leaves any other hash alone', () => {
    history.replaceState(null, '', '/dashboard/#event-5');
    expect(takeLinkToken(location, history)).toBeUndefined();
    expect(location.hash).toBe('#event-5');
  });

  it('cleans the address bar of an empty token too', () => {
    history.replaceState(null, '', '/dashboard/#token=');
    expect(takeLinkToken(location, history)).toBeUndefined();
    expect(location.hash).toBe('');
  });
});
