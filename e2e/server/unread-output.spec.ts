import { join } from 'node:path';
import { beginSession } from '../support/agents/raw-mcp.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { readStats } from '../support/server/admin-api.ts';
import { ADMIN_TOKEN, freePort, ServerProcess } from '../support/server/server-process.ts';

describe('a server whose output nobody reads any more', () => {
  afterEach(() => ServerProcess.killAll());

  it.each(['text', 'json'])('serves on, and shuts down in order (%s)', async (format) => {
    const server = await ServerProcess.start(await freePort(), {
      ADMIN_TOKENS: ADMIN_TOKEN,
      CROWSNEST_LOG: `sqlite:${join(await temporaryFolder(), 'events.db')}`,
      CROWSNEST_LOG_FORMAT: format,
      CROWSNEST_LOG_LEVEL: 'debug',
    });
    server.dropOutput();
    // Each is a line of the log, which cannot be written.
    for (let request = 0; request < 5; request += 1) await fetch(`${server.origin}/nothing-is-here`);
    await beginSession(server.origin);
    await waitUntil(async () => (await readStats(server.origin)).activeSessions === 1, {
      reason: 'the session is counted',
    });
    expect(await server.stop()).toBe(0);
  });
});
