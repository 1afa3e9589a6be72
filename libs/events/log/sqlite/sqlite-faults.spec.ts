import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventLog } from '#events';

describe('a sqlite log that cannot be opened', () => {
  let folder: string;
  const at = (name: string) => createEventLog(`sqlite:${join(folder, name)}`);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crowsnest-log-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('names the file when another log has it open', async () => {
    const first = at('events.db');
    await first.open();
    await expect(at('events.db').open()).rejects.toMatchObject({
      code: 'LOG_IN_USE',
      message: expect.stringContaining(join(folder, 'events.db')),
    });
    await first.close();
  });

  it('refuses a file that is not a database', async () => {
    await writeFile(join(folder, 'events.db'), 'these are not the events you are looking for'.repeat(100));
    await expect(at('events.db').open()).rejects.toMatchObject({ code: 'LOG_CORRUPT' });
  });

  it('refuses a path whose folder cannot be created', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(at('file/events.db').open()).rejects.toMatchObject({ code: 'LOG_NOT_WRITABLE' });
  });

  it('creates a file that only its owner can read', async () => {
    const log = at('data/events.db');
    await log.open();
    expect((await stat(join(folder, 'data', 'events.db'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
    await log.close();
  });
});
