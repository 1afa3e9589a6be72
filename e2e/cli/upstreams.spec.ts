import { connectLegacyClient } from '#testing';
import { stdioFaultServer } from '../support/fault-server/fault-server.ts';
import { CommandLine } from '../support/server/command-line.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication } from '../support/server/test-application.ts';

const tokens = [{ token: ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null }] as const;

describe('crowsnest upstreams', () => {
  it('prints the state of each server, and why it does not work', async () => {
    const upstreams = {
      sound: { ...stdioFaultServer(), shared: true },
      broken: { command: 'no-such-command' },
    };
    const { app, origin } = await startApplication([], { signIn: { tokens }, upstreams });
    const agent = await connectLegacyClient(`${origin}/mcp/sound`);
    await expect(connectLegacyClient(`${origin}/mcp/broken`)).rejects.toThrow('no-such-command');
    const { exitCode, output } = await CommandLine.run(origin, ['upstreams']);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^sound +up +stdio +legacy +yes +1 +0 +0 +\d{4}-\S+$/m);
    expect(output).toMatch(/^broken +waiting +stdio .*COMMAND_NOT_FOUND: .*no-such-command/m);
    const json = await CommandLine.run(origin, ['upstreams', '--json']);
    expect(
      json.output
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { name: string }).name),
    ).toEqual(['sound', 'broken']);
    await agent.close();
    await app.close();
  });

  it('says that there are none', async () => {
    const { app, origin } = await startApplication([], { signIn: { tokens } });
    expect(await CommandLine.run(origin, ['upstreams'])).toMatchObject({
      exitCode: 0,
      output: 'There are no upstream servers.\n',
    });
    await app.close();
  });
});
