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
  ])('knows %s', (name) => {
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
  ])('lets %s pass', (name) => {
    expect(isSensitiveName(name, 'x')).toBe(false);
  });

  it.each(['max_tokens', 'totalTokens', 'tokenCount', 'token_limit'])('lets %s pass as a number', (name) => {
    expect(isSensitiveName(name, 100)).toBe(false);
    expect(isSensitiveName(name, 'x')).toBe(true);
  });

  it('takes a number for a secret where the name says nothing of counts', () => {
    expect(isSensitiveName('token', 123_456)).toBe(true);
  });
});
