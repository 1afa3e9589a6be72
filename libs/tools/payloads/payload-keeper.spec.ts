import { Logger } from '@nestjs/common';
import { PayloadKeeper } from './payload-keeper.ts';
import type { PayloadOptions } from './payload-options.ts';

const { jest } = import.meta;

const keeperOf = (options: Partial<PayloadOptions> = {}): PayloadKeeper =>
  new PayloadKeeper({ payloads: { mode: 'redacted', ...options } });
const keep = (value: unknown, options?: Partial<PayloadOptions>): unknown =>
  keeperOf(options).keep(value, 'arguments', 'search', sizeOf(value));

/** The size of its JSON; 0 where it has none. */
function sizeOf(value: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(value) ?? '');
  } catch {
    return 0;
  }
}

describe('PayloadKeeper', () => {
  afterEach(() => jest.restoreAllMocks());

  it('keeps nothing by default', () => {
    expect(new PayloadKeeper({}).keep({ a: 1 }, 'result', 'search', 7)).toBeUndefined();
    expect(keep({ a: 1 }, { mode: 'off' })).toBeUndefined();
    expect(keep(undefined)).toBeUndefined();
  });

  it('keeps an unchanged copy of a payload without secrets', () => {
    const value = { city: 'Oslo', days: 3, units: null, list: [1, 'two', { three: true }], empty: '' };
    expect(keep(value)).toEqual(value);
    expect(keep(value)).not.toBe(value);
  });

  it('removes secrets by their names, at any depth', () => {
    const value = {
      password: 'x',
      deep: [{ 'X-Api-Key': 'x', credentials: { user: 'u', keys: ['k'] } }],
      headers: [
        { name: 'Authorization', value: 'x' },
        { name: 'Accept', value: 'y' },
      ],
      pairs: [
        ['cookie', 'a=b'],
        ['accept', 'y'],
      ],
      hasPassword: true,
      token: null,
      max_tokens: 100,
    };
    expect(keep(value)).toEqual({
      password: '[redacted]',
      deep: [{ 'X-Api-Key': '[redacted]', credentials: '[redacted]' }],
      headers: [
        { name: 'Authorization', value: '[redacted]' },
        { name: 'Accept', value: 'y' },
      ],
      pairs: [
        ['cookie', '[redacted]'],
        ['accept', 'y'],
      ],
      hasPassword: true,
      token: null,
      max_tokens: 100,
    });
  });

  it('removes secrets by their form, in values, in keys, and in JSON inside a text', () => {
    const inner = JSON.stringify({ password: 'a', list: [{ secret: { b: 'c' } }], note: 'fine' });
    expect(
      keep({
        note: 'call with Bearer abcdefghij1',
        card: 4_111_111_111_111_111,
        'https://u:p@host': 1,
        text: inner,
        twice: JSON.stringify({ inner }),
      }),
    ).toEqual({
      note: 'call with Bearer [redacted]',
      card: '[redacted]',
      'https://[redacted]@host': 1,
      text: '{"password":"[redacted]","list":[{"secret":"[redacted]"}],"note":"fine"}',
      twice: expect.not.stringContaining('\\"a\\"'),
    });
  });

  it('leaves JSON text without secrets as it was written', () => {
    const text = '{\n  "city": "Oslo"\n}';
    expect(keep({ text })).toEqual({ text });
  });

  it('keeps only the size of binary content', () => {
    expect(keep({ data: 'QUJD'.repeat(1_000), mimeType: 'image/png' })).toEqual({
      data: '[4000 characters of base64]',
      mimeType: 'image/png',
    });
  });

  it('keeps the beginning of a payload that is too long, with its original size', () => {
    const value = { text: 'words and "words" ü '.repeat(1_000), password: 'hunter2' };
    const kept = keep(value, { maxBytes: 1_000 }) as { truncated: true; bytes: number; preview: string };
    expect(kept).toEqual({
      truncated: true,
      bytes: Buffer.byteLength(JSON.stringify(value)),
      preview: expect.stringMatching(/^\{"text":"words and/),
    });
    const bytes = Buffer.byteLength(JSON.stringify(kept));
    expect(bytes).toBeLessThanOrEqual(1_000);
    expect(bytes).toBeGreaterThan(800);
  });

  it('caps at 16 KiB by default', () => {
    const fitting = { text: 'word '.repeat(3_000) };
    expect(keep(fitting)).toEqual(fitting);
    const kept = keep({ text: 'word '.repeat(4_000) });
    expect(kept).toMatchObject({ truncated: true });
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThanOrEqual(16 * 1024);
  });

  it('limits a payload that refers to itself or holds a million values', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(JSON.stringify(keep(cycle))).toContain('…');
    const wide = Array.from({ length: 1_000_000 }, () => 0);
    expect(keep(wide, { maxBytes: 100 })).toMatchObject({ truncated: true, bytes: 2_000_001 });
  });

  it('keeps a key such as __proto__ as an ordinary key', () => {
    const value = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}') as unknown;
    const kept = keep(value) as object;
    expect(Object.keys(kept)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
  });

  it('passes a copy to the redact function, with the tool and the part of the call', () => {
    const seen: unknown[] = [];
    const value = { patient: { name: 'Bo' }, password: 'x' };
    const redact = (copy: unknown, about: unknown): unknown => {
      seen.push(structuredClone(copy), about);
      (copy as typeof value).patient.name = '(name)';
      return copy;
    };
    expect(keep(value, { redact })).toEqual({ patient: { name: '(name)' }, password: '[redacted]' });
    expect(value.patient.name).toBe('Bo');
    expect(seen).toEqual([
      { patient: { name: 'Bo' }, password: '[redacted]' },
      { part: 'arguments', tool: 'search' },
    ]);
  });

  it('keeps nothing when the redact function returns undefined', () => {
    expect(keep({ a: 1 }, { redact: () => undefined })).toBeUndefined();
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('hunter2');
      },
    ],
    ['promises', async () => ({ a: 'hunter2' })],
    ['rejects', () => Promise.reject(new Error('hunter2'))],
  ])(
    'keeps nothing of the payload when the redact function %s, and logs this once without the payload',
    (_, redact) => {
      const warned = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
      const keeper = keeperOf({ redact });
      expect(keeper.keep({ secret: 'x', other: 'hunter2' }, 'result', 'search', 32)).toBe(
        '[redaction failed]',
      );
      expect(keeper.keep({ other: 'hunter2' }, 'result', 'search', 19)).toBe('[redaction failed]');
      expect(warned).toHaveBeenCalledTimes(1);
      expect(JSON.stringify(warned.mock.calls)).not.toContain('hunter2');
    },
  );

  it('keeps nothing of a payload that cannot be read', () => {
    jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    const value = {
      get trap(): never {
        throw new Error('hunter2');
      },
    };
    expect(keep(value)).toBe('[redaction failed]');
  });
});
