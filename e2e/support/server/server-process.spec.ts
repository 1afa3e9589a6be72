import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../environment/temporary-folder.ts';
import { freePort, ServerProcess } from './server-process.ts';

describe('the wait for a server process', () => {
  it.each([
    ['exits', "console.log('no port is free'); process.exit(1);"],
    ['is ended by a signal', "console.log('no port is free', () => process.kill(process.pid, 'SIGKILL'));"],
  ])('ends with its output when it %s', async (_, code) => {
    const main = join(await temporaryFolder(), 'server.mjs');
    await writeFile(main, code);
    const server = ServerProcess.launch(await freePort(), {}, { main });
    await expect(server.untilLive()).rejects.toThrow('The server did not start: no port is free');
  });
});
