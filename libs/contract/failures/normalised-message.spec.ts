import { normalisedMessage } from '#contract';

describe('normalisedMessage', () => {
  it.each([
    ['relation "orders_v2" does not exist', 'relation ‹text› does not exist'],
    ["Unknown city 'Atlantis'", 'Unknown city ‹text›'],
    ["can't read the user's file", "can't read the user's file"],
    ['no answer within 30 s', 'no answer within # s'],
    ['took 12.5 of 10,000 ms', 'took # of # ms'],
    ['port 8080: connect ECONNREFUSED 127.0.0.1:8080', 'port #: connect ECONNREFUSED #'],
    ['no user 3f2b8c1e-7d44-4b1a-9c0e-5a6f7b8c9d0e', 'no user ‹id›'],
    ['commit 9fceb02d0ae5 is gone', 'commit ‹id› is gone'],
    ['object at 0x7fff5fbff8c0', 'object at ‹hex›'],
    ['color #a1b2c3', 'color #‹hex›'],
    ['ENOENT: open /var/lib/app/data.json', 'ENOENT: open ‹path›'],
    ['ENOENT: open C:\\Users\\ann\\notes.txt', 'ENOENT: open ‹path›'],
    ['GET https://api.example.org/v1/users?id=3 failed', 'GET ‹url› failed'],
    ['ann@example.org is not a member', '‹address› is not a member'],
    ['stale since 2026-11-22T08:00:00.123Z', 'stale since ‹time›'],
    ['line one\n  line two', 'line one line two'],
    ['sha256 and utf8 and x86', 'sha256 and utf8 and x86'],
    ['and/or', 'and/or'],
    ['getaddrinfo ENOTFOUND api70.example.org', 'getaddrinfo ENOTFOUND api#.example.org'],
    ['worker-12 of pool_3 lost table orders_v2', 'worker-# of pool_# lost table orders_v#'],
  ])('converts %j to %j', (message, normalised) => {
    expect(normalisedMessage(message)).toBe(normalised);
  });

  it('returns the same text for messages that differ only in variable parts', () => {
    const alike = ['user 17 of "a" not found', 'user 4,211 of "b c" not found'].map(normalisedMessage);
    expect(new Set(alike).size).toBe(1);
  });

  it('takes linear time for any message, and uses only its beginning', () => {
    const long = '"'.repeat(200_000);
    expect(normalisedMessage(long).length).toBeLessThanOrEqual(1_000);
    expect(normalisedMessage(`${'a '.repeat(400)}1`)).toBe(normalisedMessage(`${'a '.repeat(400)}b`));
  });

  it('returns the same for its own result', () => {
    for (const message of ['open /a/b/c.txt at 12', 'no "x" in 0xff', 'id abc123def456gh'])
      expect(normalisedMessage(normalisedMessage(message))).toBe(normalisedMessage(message));
  });
});
