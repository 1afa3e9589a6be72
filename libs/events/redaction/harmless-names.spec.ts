import { HarmlessNames } from './harmless-names.ts';
import { redactText } from './redact-text.ts';

describe('HarmlessNames', () => {
  it('stays bounded, whatever it is told', () => {
    const names = new HarmlessNames();
    for (let n = 0; n < 10_000; n += 1) names.add(`name ${n}`);
    expect(names.has('name 9999')).toBe(true);
    expect(names.size).toBeLessThanOrEqual(1_000);
    names.add('x'.repeat(65));
    expect(names.has('x'.repeat(65))).toBe(false);
  });

  it('never lets a secret pass, however often it comes', () => {
    for (let round = 0; round < 3; round += 1) {
      expect(redactText('search_documents')).toBe('search_documents');
      expect(redactText('password: hunter2')).toBe('password: [redacted]');
      expect(redactText('ghp_0123456789abcdefghij')).toBe('[redacted]');
    }
  });
});
