import { Module, type LoggerService } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { CrowsnestModule, Tool, type CrowsnestOptions } from '#crowsnest';
import { TESTING_ADMIN_TOKEN } from '#testing';
import { initializeRequest, sendRaw } from '../support/agents/raw-mcp.ts';
import { record } from '../support/embedding/recorded-response.ts';
import { quietOptions, startHost } from '../support/embedding/start-host.ts';

class OtherAdapter extends ExpressAdapter {
  override getType(): string {
    return 'fastify';
  }
}

@Module({ imports: [CrowsnestModule.forRoot(quietOptions())] })
class SecondModule {}

function recordedWarnings(): { logger: LoggerService; warnings: string[] } {
  const warnings: string[] = [];
  const silent = (): void => undefined;
  return { logger: { log: silent, error: silent, warn: (text: string) => warnings.push(text) }, warnings };
}

describe('CrowsnestModule, at the start of an application,', () => {
  it('refuses an adapter other than Express, and names it', async () => {
    const imports = [CrowsnestModule.forRoot(quietOptions())];
    const module = await Test.createTestingModule({ imports }).compile();
    const app = module.createNestApplication(new OtherAdapter(), { logger: false });
    await expect(app.init()).rejects.toThrow(/needs @nestjs\/platform-express.*"fastify"/);
    await app.close();
  });

  it('refuses a second forRoot', async () => {
    const imports = [CrowsnestModule.forRoot(quietOptions()), SecondModule];
    await expect(Test.createTestingModule({ imports }).compile()).rejects.toThrow(/imported more than once/);
  });

  it.each(['/ops/:id', '/ops*', '/a b'])('refuses the path %s', async (path) => {
    await expect(startHost({ crowsnest: { path } })).rejects.toThrow(/path has to be a path such as "\/ops"/);
  });

  it('reports every invalid option at once with its remedy, and repeats no secret', async () => {
    const options = {
      path: '/a b',
      events: {
        log: 'nats://',
        maxEvents: 0,
        tenants: { acme: { payloadMaxAgeMs: 0.5 } },
        types: { 'tool:gone': { maxAgeMs: 5 } } as object,
      },
      sessions: { protocolIdleMs: Infinity },
      stats: { stuckMs: 0 },
      tools: { payloads: { mode: 'on' as 'off' } },
      mcp: { agentKeys: [{ tenantId: 'a/b', key: 'se same' }], limits: { maxCalls: -1 } },
      quotas: { default: { callsPerMinute: 0.5 }, tenants: { acme: { calls: 5 } as object } },
      cluster: { secret: 'se same' },
      access: { host: '::1%lo', publicUrl: 'watch.example', trustProxy: ['everybody'] },
      signIn: { tokens: [{ token: '', name: 'ada', role: 'admin' as const, tenantId: null }] },
    };
    const imports = [CrowsnestModule.forRoot(options)];
    const refusal = await Test.createTestingModule({ imports })
      .compile()
      .catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: 'BAD_OPTIONS', message: expect.stringContaining('20 faults') });
    const { message } = refusal as Error;
    const names = [
      'path',
      'events.log',
      'events.maxEvents',
      'events.tenants.acme.payloadMaxAgeMs',
      'events.types.tool:gone',
      'events.instance.peerUrl',
      'cluster.secret',
      'sessions.protocolIdleMs',
      'tools.payloads.mode',
      'stats.stuckMs',
    ];
    const limits = ['quotas.default.callsPerMinute', 'quotas.tenants.acme.calls'];
    const more = ['mcp.agentKeys[0].key', 'mcp.agentKeys[0].tenantId', 'mcp.limits.maxCalls', 'access.host'];
    for (const name of [
      ...names,
      ...limits,
      ...more,
      'access.publicUrl',
      'access.trustProxy',
      'signIn.tokens[0].token',
    ])
      expect(message).toContain(`\n  ${name} `);
    expect(message).toContain('(0) is not a whole number of 1 or more\n    Give a number');
    expect(message).not.toContain('se same');
  });

  it('says what an admin token without a tenant is to have', async () => {
    const tokens = [{ token: 'a-token-of-an-admin', name: 'ada', role: 'admin' } as never];
    const imports = [CrowsnestModule.forRoot({ signIn: { tokens } })];
    await expect(Test.createTestingModule({ imports }).compile()).rejects.toThrow(
      'signIn.tokens[0].tenantId is not 1 to 64 of A-Z a-z 0-9 . _ -\n' +
        '    Give a name such as "acme". An admin of all tenants has null.',
    );
  });

  it('reports options that are of another form at once', async () => {
    const options = {
      sigIn: {},
      events: { log: 5, instance: 'a' },
      mcp: { agentKeys: 'acme=key', limits: null },
      signIn: { tokens: [null], dataDirectory: 7 },
      ingest: { keys: {} },
      access: null,
      quotas: 5,
      tools: { payloads: 'redacted' },
      alerts: [],
    } as object;
    const imports = [CrowsnestModule.forRoot(options)];
    const refusal = (await Test.createTestingModule({ imports })
      .compile()
      .catch((error: Error) => error)) as Error;
    const named = [...refusal.message.matchAll(/^ {2}(\S+) is /gm)].map(([, name = '']) => name);
    expect(named.toSorted()).toEqual([
      'access',
      'alerts',
      'events.instance',
      'events.log',
      'ingest.keys',
      'mcp.agentKeys',
      'mcp.limits',
      'quotas',
      'sigIn',
      'signIn.dataDirectory',
      'signIn.tokens',
      'tools.payloads',
    ]);
    expect(refusal).toMatchObject({ code: 'BAD_OPTIONS' });
  });

  it.each([undefined, null, 'text', []])('refuses %j from a factory of options', async (made) => {
    const imports = [CrowsnestModule.forRootAsync({ useFactory: () => made as object })];
    await expect(Test.createTestingModule({ imports }).compile()).rejects.toMatchObject({
      code: 'BAD_OPTIONS',
      message: expect.stringContaining('options are no object'),
    });
  });

  it('refuses a tool without a name, and says which', async () => {
    class Nameless {
      work(): string {
        return 'done';
      }
    }
    const { prototype } = Nameless;
    Tool({} as { name: string })(prototype, 'work', Object.getOwnPropertyDescriptor(prototype, 'work')!);
    const imports = [CrowsnestModule.forRoot(quietOptions())];
    const module = await Test.createTestingModule({ imports, providers: [Nameless] }).compile();
    const app = module.createNestApplication({ logger: false });
    await expect(app.init()).rejects.toThrow('Nameless.work: "undefined" is not a tool name');
    await app.close();
  });

  it('refuses an agent key that is also an admin token', async () => {
    const options = { mcp: { agentKeys: [{ tenantId: 'acme', key: TESTING_ADMIN_TOKEN }] } };
    const imports = [CrowsnestModule.forRoot(quietOptions(options))];
    await expect(Test.createTestingModule({ imports }).compile()).rejects.toThrow(
      /signIn\.tokens has a secret that is also one of mcp\.agentKeys/,
    );
  });

  it('works for two applications in one process', async () => {
    const apps = [
      await startHost({ crowsnest: { path: '/one' } }),
      await startHost({ crowsnest: { path: '/two' } }),
    ];
    const probe = { method: 'GET', path: '/two/health/ready', headers: { 'x-customer': 'yes' } };
    const statuses = [];
    for (const app of apps) statuses.push((await record(await app.getUrl(), probe)).status);
    expect(statuses).toEqual([404, 200]);
    for (const app of apps) await app.close();
  });

  it('warns about missing limits of the HTTP server of the application, and does not set them', async () => {
    const { logger, warnings } = recordedWarnings();
    const app = await startHost({ crowsnest: { path: '/ops' }, logger });
    expect(warnings).toEqual([
      expect.stringMatching(
        /server\.requestTimeout = 30_000 .*server\.maxConnections = 20_000.*server\.keepAliveTimeout = 65_000/,
      ),
    ]);
    expect(app.getHttpServer()).toMatchObject({ requestTimeout: 300_000, keepAliveTimeout: 5_000 });
    await app.close();
  });

  it.each([
    ['0.0.0.0', 1],
    ['127.0.0.1', 0],
  ])(
    'on the address %s, logs %i warnings about keys that other machines can guess',
    async (address, times) => {
      const { logger, warnings } = recordedWarnings();
      const imports = [
        CrowsnestModule.forRoot(quietOptions({ mcp: { agentKeys: [{ tenantId: 'acme', key: 'k' }] } })),
      ];
      const module = await Test.createTestingModule({ imports }).compile();
      const app = module.createNestApplication({ forceCloseConnections: true, logger });
      await app.listen(0, address);
      await app.close();
      expect(warnings.filter((text) => text.includes('guess the secrets of mcp.agentKeys'))).toHaveLength(
        times,
      );
    },
  );

  it('does not warn about limits that the application has set', async () => {
    const { logger, warnings } = recordedWarnings();
    const imports = [CrowsnestModule.forRoot(quietOptions())];
    const module = await Test.createTestingModule({ imports }).compile();
    const app = module.createNestApplication({ forceCloseConnections: true, logger });
    const set = { requestTimeout: 30_000, maxConnections: 100, keepAliveTimeout: 65_000 };
    Object.assign(app.getHttpServer() as object, set);
    await app.listen(0, '127.0.0.1');
    expect(warnings).toEqual([]);
    await app.close();
  });

  it.each<[CrowsnestOptions['access'], number]>([
    [{}, 401],
    [{ anonymousAgents: 'everywhere' }, 200],
  ])('on all addresses, with the access %j, answers an anonymous agent with %i', async (access, status) => {
    const imports = [CrowsnestModule.forRoot(quietOptions({ ...(access && { access }) }))];
    const module = await Test.createTestingModule({ imports }).compile();
    const app = module.createNestApplication({ forceCloseConnections: true, logger: false });
    const server = await app.listen(0, '0.0.0.0');
    const { port } = server.address() as { port: number };
    expect((await sendRaw(`http://127.0.0.1:${port}`, initializeRequest())).status).toBe(status);
    await app.close();
  });
});
