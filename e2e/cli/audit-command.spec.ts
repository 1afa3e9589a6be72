import { readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import type { INestApplication } from '@nestjs/common';
import * as EXIT_CODES from '../../apps/cli/exit-codes.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { CommandLine } from '../support/server/command-line.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication } from '../support/server/test-application.ts';

const TOKENS = { ann: 'a-token-of-ann-0123456789', vic: 'a-token-of-vic-0123456789' };

/** Each test starts processes, which takes long on a busy machine. */
import.meta.jest.setTimeout(240_000);

describe('crowsnest audit verify', () => {
  let app: INestApplication | undefined;
  let origin: string;
  let path: string;

  const verify = (source: string, token = ADMIN_TOKEN) =>
    CommandLine.run(origin, ['audit', 'verify', source], { CROWSNEST_TOKEN: token });

  /** Ends the server, whose log belongs to it alone. */
  async function end(): Promise<void> {
    await app?.close();
    app = undefined;
  }

  beforeEach(async () => {
    path = `${await temporaryFolder()}/events.db`;
    const tokens = [
      { token: ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null },
      { token: TOKENS.ann, name: 'ann', role: 'auditor', tenantId: 'acme' },
      { token: TOKENS.vic, name: 'vic', role: 'viewer', tenantId: null },
    ] as const;
    ({ app, origin } = await startApplication([], { events: { log: `sqlite:${path}` }, signIn: { tokens } }));
    for (const { token } of tokens)
      await fetch(`${origin}/auth/session`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
  });

  afterEach(end);

  it('ends with 0 for a whole trail, and with 1 if the token does not see all of it', async () => {
    expect(await verify(origin)).toMatchObject({ exitCode: 0, errors: '' });
    const ofTenant = await verify(origin, TOKENS.ann);
    expect(ofTenant).toMatchObject({ exitCode: EXIT_CODES.FAULT, output: '' });
    expect(ofTenant.errors).toContain('sees the tenant acme alone');
    const viewer = await verify(origin, TOKENS.vic);
    expect(viewer).toMatchObject({ exitCode: EXIT_CODES.FAULT, output: '' });
    expect(viewer.errors).toContain('has the role viewer');
    const printed = await CommandLine.run(origin, ['audit'], { CROWSNEST_TOKEN: TOKENS.ann });
    expect(printed).toMatchObject({ exitCode: 0, output: expect.stringContaining('admin:sign-in') });
  });

  it('ends with 3 for a trail that somebody has altered', async () => {
    await end();
    const db = new DatabaseSync(path);
    db.exec(`UPDATE batches SET events = replace(events, '"admin":"admin"', '"admin":"eve"')`);
    db.close();
    const { exitCode, errors } = await verify(`sqlite:${path}`);
    expect({ exitCode, errors }).toEqual({
      exitCode: EXIT_CODES.BROKEN_TRAIL,
      errors: expect.stringMatching(/^Breaks: \d+\. The first one, (?:changed|missing):\n/),
    });
  });
});

it('every exit code of the command line is in the table of its documents', async () => {
  const table = (await readFile('docs/command-line.md', 'utf8')).split('## Exit codes')[1] ?? '';
  const told = [...table.matchAll(/^\| (\d+)/gm)].map(([, code]) => Number(code));
  const known = Object.values(EXIT_CODES).toSorted((a, b) => a - b);
  expect(told).toEqual([0, ...known]);
});
