import { isSensitiveName } from './sensitive-names.ts';

describe('isSensitiveName', () => {
  it.each([
    'password',
    'PASSWD',
    'userPassword',
    'client_secret',
    'X-API-Key',
    'apikey',
    'access_token',
    'idToken',
    'authorization',
    'Proxy-Authorization',
    'set-cookie',
    'aws_secret_access_key',
    'private-key',
    'credentials',
    'connectionString',
    'mcp-session-id',
    'pin',
    'CVV',
    'tokens',
  ])('returns true for %s', (name) => {
    expect(isSensitiveName(name, 'x')).toBe(true);
  });

  it.each([
    'name',
    'city',
    'author',
    'key',
    'keyboard',
    'passenger',
    'spinning',
    'authority',
    'opinion',
    'dsnName',
  ])('returns false for %s', (name) => {
    expect(isSensitiveName(name, 'x')).toBe(false);
  });

  it.each(['max_tokens', 'totalTokens', 'tokenCount', 'token_limit'])(
    'returns false for %s when its value is a number',
    (name) => {
      expect(isSensitiveName(name, 100)).toBe(false);
      expect(isSensitiveName(name, 'x')).toBe(true);
    },
  );

  it('returns true for a number under a secret name that does not suggest a count', () => {
    expect(isSensitiveName('token', 123_456)).toBe(true);
  });
});
