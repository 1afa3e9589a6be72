import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AdminPrincipal } from '#edge';
import { SignedOut } from './signed-out.ts';
import { SIGN_IN_MS } from './sign-in-duration.ts';

function soon(): number {
  return Date.now() + 60_000;
}

function admin(id: string, signInId: string, expiresAt = soon()): AdminPrincipal {
  const signIn = { id: signInId, expiresAt };
  return { kind: 'admin', id, name: id, role: 'viewer', tenantId: null, signIn };
}

function isOver(signedOut: SignedOut, adminId: string, id: string, begin = Date.now()): boolean {
  return signedOut.has(adminId, { id, expiresAt: begin + SIGN_IN_MS });
}

describe('SignedOut', () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'crowsnest-signed-out-'));
    file = join(directory, 'signed-out.json');
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('remembers a session until its time is up', async () => {
    const signedOut = new SignedOut(directory);
    await signedOut.add(admin('ada', 'over', Date.now() - 1));
    await signedOut.add(admin('ada', 'ended'));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      admins: { ada: { sessions: { ended: expect.any(Number) } } },
    });
    expect(readFileSync(file, 'utf8')).not.toContain('over');
    expect(isOver(new SignedOut(directory), 'ada', 'ended')).toBe(true);
    expect(isOver(new SignedOut(directory), 'ada', 'other')).toBe(false);
  });

  it('waits for no disk: a sign-out holds before it is written', async () => {
    const signedOut = new SignedOut(directory);
    const written = signedOut.add(admin('ada', 'ended'));
    expect(existsSync(file)).toBe(false);
    expect(isOver(signedOut, 'ada', 'ended')).toBe(true);
    await written;
    expect(existsSync(file)).toBe(true);
  });

  it('writes sign-outs that come together once', async () => {
    const signedOut = new SignedOut(directory);
    const writes = Array.from({ length: 50 }, (_, n) => signedOut.add(admin('ada', `s${n}`)));
    expect(new Set(writes).size).toBe(1);
    await Promise.all(writes);
    expect(isOver(new SignedOut(directory), 'ada', 's49')).toBe(true);
  });

  it('goes on after a write that failed', async () => {
    const data = join(directory, 'data');
    const signedOut = new SignedOut(data);
    writeFileSync(data, 'in the way');
    await expect(signedOut.add(admin('ada', 'first'))).rejects.toMatchObject({ code: 'PRIVATE_FILE' });
    rmSync(data);
    await signedOut.add(admin('ada', 'second'));
    expect(isOver(new SignedOut(data), 'ada', 'first')).toBe(true);
  });

  it('keeps what another server with the same folder has written', async () => {
    const [first, second] = [new SignedOut(directory), new SignedOut(directory)];
    await first.add(admin('ada', 'of-the-first'));
    await second.add(admin('ada', 'of-the-second'));
    const later = new SignedOut(directory);
    expect(isOver(later, 'ada', 'of-the-first')).toBe(true);
    expect(isOver(later, 'ada', 'of-the-second')).toBe(true);
  });

  it.each(['', '{', '[]', '{"endedUntil":0,"admins":{"a":"b"}}'])(
    'takes every earlier session as ended when its file holds %j',
    async (text) => {
      writeFileSync(file, text, { mode: 0o600 });
      const before = Date.now();
      for (const signedOut of [new SignedOut(directory), new SignedOut(directory)]) {
        expect(isOver(signedOut, 'ada', 'earlier', before)).toBe(true);
        expect(isOver(signedOut, 'ada', 'later', soon())).toBe(false);
        // The damaged file is replaced in the background. This write comes after that one.
        await signedOut.add(admin('ada', 'ended'));
      }
    },
  );

  it('ends every session of an admin with more than a hundred sign-outs, and of nobody else', async () => {
    const signedOut = new SignedOut(null);
    const before = Date.now();
    for (let n = 0; n < 100; n += 1) await signedOut.add(admin('vic', `s${n}`));
    expect(isOver(signedOut, 'vic', 'open', before)).toBe(false);
    await signedOut.add(admin('vic', 'one more'));
    expect(isOver(signedOut, 'vic', 'open', before)).toBe(true);
    expect(isOver(signedOut, 'vic', 's0', before)).toBe(true);
    expect(isOver(signedOut, 'vic', 'later', soon())).toBe(false);
    expect(isOver(signedOut, 'ada', 'open', before)).toBe(false);
  });

  it('agrees with another server whose clock is ahead, whoever tells the other first', async () => {
    const ahead = { id: 'ahead', expiresAt: Date.now() + 3_600_000 + SIGN_IN_MS };
    const [one, other] = [new SignedOut(null), new SignedOut(null)];
    await other.add({ ...admin('vic', ''), signIn: ahead });
    for (let n = 0; n < 100; n += 1) await one.add(admin('vic', `s${n}`));
    await one.merge(other.all);
    await other.merge(one.all);
    expect(one.all).toEqual(other.all);
    expect([one.has('vic', ahead), isOver(one, 'vic', 's0')]).toEqual([true, true]);
    expect(one.has('vic', one.newSignIn('vic'))).toBe(false);
  });
});
