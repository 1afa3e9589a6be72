import { redactedCopy } from './redacted-copy.ts';

const copyOf = (value: unknown): unknown => redactedCopy(value, 65_536);

describe('redactedCopy', () => {
  it.each(['DB_PASS', 'smtpPass', 'MYSQL_PWD', 'mnemonic', 'seedPhrase', 'webhookUrl', 'DATABASE_URL'])(
    'withholds the value of %s',
    (name) => {
      expect(copyOf({ [name]: 'x y z' })).toEqual({ [name]: '[redacted]' });
    },
  );

  it.each(['bypass', 'compass', 'passenger', 'webhookId'])('keeps the value of %s', (name) => {
    expect(copyOf({ [name]: 'x y z' })).toEqual({ [name]: 'x y z' });
  });

  it('keeps a number under a name such as first_pass', () => {
    expect(copyOf({ first_pass: 3 })).toEqual({ first_pass: 3 });
  });

  it('withholds the private members of a JSON Web Key and keeps the public ones', () => {
    const key = { kty: 'EC', crv: 'P-256', x: 'abc', y: 'def', d: 'private', kid: '1' };
    expect(copyOf({ keys: [key] })).toEqual({ keys: [{ ...key, d: '[redacted]' }] });
    expect(copyOf({ d: 'a direction', k: 3 })).toEqual({ d: 'a direction', k: 3 });
  });

  it('withholds a mnemonic that is a list of words', () => {
    const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow'.split(' ');
    expect(copyOf({ words })).toEqual({ words: ['[redacted]'] });
    expect(copyOf({ words: words.slice(1) })).toEqual({ words: words.slice(1) });
  });

  it('withholds the argument after a secret option of a command line', () => {
    expect(copyOf(['deploy', '--api-key', 'abc', '--region', 'eu'])).toEqual([
      'deploy',
      '--api-key',
      '[redacted]',
      '--region',
      'eu',
    ]);
  });
});
