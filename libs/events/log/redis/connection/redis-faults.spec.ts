import { redisFault } from './redis-faults.ts';
import { readRedisUrl } from './redis-url.ts';

const PLACE = readRedisUrl('redis://ada:secret@10.0.0.7:6379');

describe('an error of Redis', () => {
  it.each(['Socket timeout', 'Disconnects client'])('may pass: %s', (text) => {
    const { code, message } = redisFault(new Error(text), PLACE);
    expect(code).toBe('LOG_AWAY');
    expect(message).toContain('does not answer. Check the server and the network.');
    expect(message).not.toContain('secret');
  });
});
