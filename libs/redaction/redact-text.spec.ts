import { loggableExcerpt, redactedExcerpt, redactText } from './redact-text.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
const PEM = `-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nabc\n-----END RSA PRIVATE KEY-----`;

// Concatenated, so that secret scanners do not report the keys in this file.
const key = (...parts: string[]): string => parts.join('');

describe('redactText', () => {
  it.each([
    ['Authorization: Bearer abc.def-123, sent at noon', 'Authorization: [redacted]'],
    ['curl -H "Authorization: Basic dXNlcjpwYXNz" x', 'curl -H "Authorization: [redacted]'],
    ['{"Authorization":"Bearer abc","a":1}', '{"Authorization":"[redacted]","a":1}'],
    ['Cookie: sid=abc; theme=dark\nAccept: */*', 'Cookie: [redacted]\nAccept: */*'],
    ['set-cookie: sid=abc; HttpOnly', 'set-cookie: [redacted]'],
    ['sent bearer abcdefgh123', 'sent bearer [redacted]'],
    ['with Basic dXNlcjpwYXNz==', 'with Basic [redacted]'],
    [`token ${JWT} expired`, 'token [redacted] expired'],
    [JWT.slice(0, 40), '[redacted]'],
    [`key: ${PEM} (old)`, 'key: [redacted] (old)'],
    [PEM.slice(0, 60), '[redacted]'],
    ['password=hunter2&x=1', 'password=[redacted]&x=1'],
    ['{"password":"hun\\"ter2","user":"bo"}', '{"password":[redacted],"user":"bo"}'],
    ['{\\"client_secret\\":\\"s3cr3t\\",\\"a\\":1}', '{\\"client_secret\\":[redacted],\\"a\\":1}'],
    ["apiKey: 'abc def'", 'apiKey: [redacted]'],
    ['X-API-Key: abcdef', 'X-API-Key: [redacted]'],
    ['DB_PASSWORD=abc other', 'DB_PASSWORD=[redacted] other'],
    ['pin: 1234', 'pin: [redacted]'],
    ['GET /x?access_token=abc&page=2', 'GET /x?access_token=[redacted]&page=2'],
    ['https://maps.example/x?key=abc&q=1', 'https://maps.example/x?key=[redacted]&q=1'],
    ['?X-Amz-Signature=abcdef', '?X-Amz-Signature=[redacted]'],
    ['postgres://user:pa/ss@db:5432/x', 'postgres://[redacted]@db:5432/x'],
    ['https://token@git.example/x', 'https://[redacted]@git.example/x'],
    [key('sk-', 'proj-', 'a'.repeat(40)), '[redacted]'],
    [key('sk_', 'live_', 'a1'.repeat(12)), '[redacted]'],
    [key('ghp_', 'a1B2'.repeat(9)), '[redacted]'],
    [key('github_pat_', 'a1B2'.repeat(9)), '[redacted]'],
    [key('glpat-', 'a1B2'.repeat(5)), '[redacted]'],
    [key('xoxb-', '1234-5678-abcdef'), '[redacted]'],
    [key('AKIA', 'ABCDEFGHIJKLMNOP'), '[redacted]'],
    [key('AIza', 'a1B2'.repeat(9)), '[redacted]'],
    [key('hf_', 'aB'.repeat(17)), '[redacted]'],
    [key('npm_', 'a1B2'.repeat(9)), '[redacted]'],
    ['card 4111 1111 1111 1111 12/27', 'card [redacted] 12/27'],
    ['no. 7 4111-1111-1111-1111', 'no. 7 [redacted]'],
    ['378282246310005', '[redacted]'],
  ])('replaces the secret in %j', (text, expected) => {
    expect(redactText(text)).toBe(expected);
    // Redacting twice changes nothing.
    expect(redactText(expected)).toBe(expected);
  });

  it.each([
    'Unknown city: Atlantis',
    'Tool search not found',
    'get_weather',
    'claude-code',
    'The token has expired',
    'No basic understanding of authentication',
    'max_tokens: 100',
    'Timed out after 50 ms',
    'event 1763800000000000',
    '4111 1111 1111 1112',
    '0.4111111111111111',
    'https://example.com/@user?page=2',
    'https://example.com:8080/a@b',
    'da51f33e-8fa0-4df8-8215-ce747ca1d055',
    '[{"path":["password"],"message":"Invalid input"}]',
    'task-force-of-the-north',
  ])('keeps %j', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('finishes on long repetitive text', () => {
    // Each text would take hours if a pattern backtracked over what it has matched.
    const length = 200_000;
    const unit = [
      'a',
      '\\',
      ' ',
      '=',
      '"',
      "'",
      'token',
      'token\\',
      'token"',
      'token= ',
      'cookie:',
      'eyJa.',
      '1 ',
      '1',
    ];
    const longer = [
      '://a',
      'a://a:',
      'bearer ',
      'basic a',
      '?a.',
      '&key',
      '-----BEGIN PRIVATE KEY-----',
      'sk-',
      'pin ',
    ];
    for (const part of [...unit, ...longer]) {
      const text = part.repeat(Math.ceil(length / part.length));
      expect(redactText(text).length).toBeGreaterThan(0);
    }
  });
});

describe('redactedExcerpt', () => {
  it('returns a short text whole', () => {
    expect(redactedExcerpt('Not found', 20)).toBe('Not found');
  });

  it('cuts a long text and ends it with an ellipsis', () => {
    expect(redactedExcerpt('a '.repeat(1_000), 11)).toBe(`${'a '.repeat(5)}…`);
  });

  it('leaves no trace of a secret that crosses the cut', () => {
    const secret = key('ghp_', 'a1B2'.repeat(9));
    for (let before = 0; before < 700; before += 1) {
      const text = `${'x '.repeat(before / 2)} ${secret} ${'y '.repeat(1_000)}`;
      for (const length of [20, 300]) expect(redactedExcerpt(text, length)).not.toContain('ghp_');
    }
  });

  it('leaves no trace of a long secret that starts before the cut', () => {
    const text = `the key ${PEM.replace('abc', 'abc\n'.repeat(2_000))}`;
    expect(redactedExcerpt(text, 100)).not.toMatch(/MII|abc/);
  });
});

describe('loggableExcerpt', () => {
  it('escapes line breaks and terminal sequences', () => {
    expect(loggableExcerpt('a\nb\u001b[2Jc\u2028d', 100)).toBe('a\\u000ab\\u001b[2Jc\\u2028d');
    expect(loggableExcerpt('\u0085\u009b\u202egnp', 100)).toBe('\\u0085\\u009b\\u202egnp');
  });

  it('redacts before it cuts', () => {
    expect(loggableExcerpt('password=hunter2', 100)).toBe('password=[redacted]');
  });
});
