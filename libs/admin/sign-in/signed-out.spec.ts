import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignedOut } from './signed-out.ts';

function soon(): number {
  return Date.now() + 60_000;
}

describe('SignedOut', () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'crowsnest-signed-out-'));
    file = join(directory, 'signed-out.json');
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('remembers a session until its time is up', () => {
    const signedOut = new SignedOut(directory);
    signedOut.add({ id: 'over', expiresAt: Date.now() - 1 });
    signedOut.add({ id: 'ended', expiresAt: soon() });
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')).sessions)).toEqual(['ended']);
    expect(new SignedOut(directory).has('ended', Date.now())).toBe(true);
    expect(new SignedOut(directory).has('other', Date.now())).toBe(false);
  });

  it.each(['', '{', '[]', '{"endedUntil":0,"sessions":{"a":"b"}}'])(
    'takes every earlier session as ended when its file holds %j',
    (text) => {
      writeFileSync(file, text, { mode: 0o600 });
      const before = Date.now();
      for (const signedOut of [new SignedOut(directory), new SignedOut(directory)]) {
        expect(signedOut.has('earlier', before)).toBe(true);
        expect(signedOut.has('later', soon())).toBe(false);
      }
    },
  );

  it('ends every session when it is full, rather than to forget one', () => {
    const signedOut = new SignedOut(null);
    const before = Date.now();
    for (let n = 0; n < 10_000; n += 1) signedOut.add({ id: `s${n}`, expiresAt: soon() });
    expect(signedOut.has('open', before)).toBe(false);
    signedOut.add({ id: 'one more', expiresAt: soon() });
    expect(signedOut.has('open', before)).toBe(true);
    expect(signedOut.has('s0', before)).toBe(true);
    expect(signedOut.has('later', soon())).toBe(false);
  });
});
