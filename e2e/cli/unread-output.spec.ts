import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const CLI = 'dist/apps/cli/crowsnest.js';

describe('a command whose output nobody reads to its end', () => {
  it.each([['config-schema'], ['token', 'new'], ['serve', '--help']])(
    'ends without an error: crowsnest %s %s',
    async (...args) => {
      const command = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      // As `head` does, once it has what it wants.
      command.stdout.destroy();
      const said = text(command.stderr);
      const [exitCode] = (await once(command, 'exit')) as [number | null];
      expect({ exitCode, said: await said }).toEqual({ exitCode: 0, said: '' });
    },
  );
});

describe('crowsnest watch', () => {
  it('refuses a header without a value', async () => {
    const args = [CLI, 'watch', '--header', 'X-Key', 'http://127.0.0.1:9/mcp'];
    const command = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const said = text(command.stderr);
    const [exitCode] = (await once(command, 'exit')) as [number | null];
    expect(exitCode).toBe(2);
    expect(await said).toContain('a name, a colon and a value');
  });
});
