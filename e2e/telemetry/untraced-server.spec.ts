import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SDK_PACKAGES } from '#telemetry';
import { sendModern } from '../support/agents/raw-mcp.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

const HIDDEN = pathToFileURL(resolve('e2e/support/traces/without-open-telemetry.ts')).href;
const ENVIRONMENT = { CROWSNEST_LOG: 'memory:', NODE_OPTIONS: `--import ${HIDDEN}` };

describe('a server where OpenTelemetry is not installed', () => {
  it('serves calls, and loads no package of it', async () => {
    const server = await ServerProcess.start(await freePort(), ENVIRONMENT);
    const { body } = await sendModern(server.origin, 'tools/call', {
      name: 'get_current_weather',
      arguments: { city: 'Lisbon' },
    });
    expect(body?.result).toBeDefined();
    expect(server.output).not.toContain('Asked for');
    await server.stop();
  });

  it('does not start with a receiver of traces, and says what to install', async () => {
    const environment = { ...ENVIRONMENT, CROWSNEST_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
    const server = ServerProcess.launch(await freePort(), environment);
    expect(await server.ended()).toBe(1);
    expect(server.output).toContain(`Run: npm install ${SDK_PACKAGES.join(' ')}\n`);
  });

  it('is told to install the versions that the tests run with', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const tested = Object.entries(dependencies).filter(([name]) => name.startsWith('@opentelemetry/'));
    expect(tested.map(([name, version]) => `${name}@${version}`)).toEqual(SDK_PACKAGES);
  });
});
