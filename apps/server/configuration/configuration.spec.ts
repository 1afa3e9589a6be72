import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationOrExit, ConfigurationError, loadConfiguration, type Fault } from './index.ts';

const { jest } = import.meta;

const TOKEN = 'an-admin-token-of-good-length';
const KEY = 'acme=an-agent-key-of-good-length';

function faultsOf(environment: NodeJS.ProcessEnv): readonly Fault[] {
  try {
    loadConfiguration(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

describe('loadConfiguration', () => {
  it('returns the defaults when nothing is set', () => {
    expect(loadConfiguration({ PATH: '/bin' })).toEqual({
      port: 3000,
      host: '127.0.0.1',
      adminTokens: [],
      oidc: null,
      agentKeys: [],
      ingestKeys: [],
      anonymousAgents: 'loopback',
      authorization: null,
      tenants: {},
      eventTypes: {},
      upstreams: {},
      warnings: [],
      log: 'sqlite:.crowsnest/events.db',
      redisPassword: null,
      natsPassword: null,
      natsCredentials: null,
      dataDirectory: '.crowsnest',
      logMaxEvents: 1_000_000,
      logMaxAgeMs: 604_800_000,
      payloadMaxAgeMs: null,
      auditMaxAgeMs: 31_536_000_000,
      logWaitMs: 10_000,
      sessionIdleMs: 1_800_000,
      derivedIdleMs: 300_000,
      maxSessionsPerTenant: 10_000,
      agentLimits: {
        maxCalls: 10_000,
        maxCallsPerPrincipal: 1_000,
        maxStreams: 20_000,
        maxStreamsPerPrincipal: 10_000,
        maxListens: 10_000,
        maxListensPerPrincipal: 1_000,
      },
      quotas: {},
      pageSize: 1_000,
      callTimeoutMs: 0,
      stuckMs: 60_000,
      toolsOnChange: 'observe',
      payloads: 'off',
      drainMs: 10_000,
      maxStreams: 10_000,
      maxStreamsPerAdmin: 5_000,
      maxConnections: 20_000,
      allowedHosts: [],
      publicUrl: null,
      path: null,
      trustProxy: false,
      peerUrl: null,
      clusterSecret: null,
      metricsToken: null,
      logFormat: 'text',
      logLevel: 'info',
      otlpEndpoint: null,
      traceUrl: null,
      alertRules: [],
      alertReceivers: [],
      given: {},
    });
  });

  it('reads every variable from the environment', () => {
    const configuration = loadConfiguration({
      PORT: '0',
      HOST: '::',
      ADMIN_TOKENS: `${TOKEN}, another-token-of-good-length,`,
      INGEST_KEYS: 'acme=ingest-key-of-acme',
      AGENT_KEYS: 'acme=first-key-of-acme,acme=second-key-of-acme,glo.b-e_x=a=b=of-good-length',
      CROWSNEST_LOG: 'sqlite:/var/lib/crowsnest/log.db',
      CROWSNEST_REDIS_PASSWORD: 'open sesame',
      CROWSNEST_NATS_PASSWORD: 'open barley',
      CROWSNEST_NATS_CREDS: '/etc/crowsnest/user.creds',
      CROWSNEST_LOG_MAX_EVENTS: '5',
      CROWSNEST_LOG_MAX_AGE_MS: '6',
      CROWSNEST_PAYLOAD_MAX_AGE_MS: '5',
      CROWSNEST_AUDIT_MAX_AGE_MS: '4',
      CROWSNEST_LOG_WAIT_MS: '7000',
      CROWSNEST_SESSION_IDLE_MS: '7',
      CROWSNEST_DERIVED_IDLE_MS: '8',
      CROWSNEST_MAX_SESSIONS: '9',
      CROWSNEST_MAX_CALLS: '15',
      CROWSNEST_MAX_CALLS_PER_PRINCIPAL: '16',
      CROWSNEST_MAX_AGENT_STREAMS: '17',
      CROWSNEST_MAX_AGENT_STREAMS_PER_PRINCIPAL: '18',
      CROWSNEST_MAX_LISTENS: '19',
      CROWSNEST_MAX_LISTENS_PER_PRINCIPAL: '20',
      CROWSNEST_PAGE_SIZE: '14',
      CROWSNEST_CALL_TIMEOUT_MS: '10',
      CROWSNEST_STUCK_MS: '22',
      CROWSNEST_TOOLS_ON_CHANGE: 'refuse',
      CROWSNEST_PAYLOADS: 'redacted',
      CROWSNEST_DRAIN_MS: '13',
      CROWSNEST_MAX_STREAMS: '11',
      CROWSNEST_MAX_STREAMS_PER_ADMIN: '12',
      CROWSNEST_MAX_CONNECTIONS: '21',
      CROWSNEST_ALLOWED_HOSTS: 'inner.example, 10.0.0.5,::1',
      CROWSNEST_PUBLIC_URL: 'https://Watch.example:8443/',
      CROWSNEST_PATH: '/ops',
      CROWSNEST_TRUST_PROXY: 'loopback,10.0.0.0/8,2001:db8::/32',
      CROWSNEST_LOG_FORMAT: 'json',
      CROWSNEST_LOG_LEVEL: 'debug',
      CROWSNEST_OTLP_ENDPOINT: 'http://localhost:4318',
      CROWSNEST_TRACE_URL: 'https://traces.example/{traceId}',
    });
    const { given, ...read } = configuration;
    expect(given).toMatchObject({ PORT: '0', CROWSNEST_PATH: '/ops' });
    expect(read).toEqual({
      port: 0,
      host: '::',
      adminTokens: [
        { token: TOKEN, name: 'admin', role: 'admin', tenantId: null },
        { token: 'another-token-of-good-length', name: 'admin-2', role: 'admin', tenantId: null },
      ],
      oidc: null,
      ingestKeys: [{ tenantId: 'acme', key: 'ingest-key-of-acme' }],
      agentKeys: [
        { tenantId: 'acme', key: 'first-key-of-acme' },
        { tenantId: 'acme', key: 'second-key-of-acme' },
        { tenantId: 'glo.b-e_x', key: 'a=b=of-good-length' },
      ],
      anonymousAgents: 'loopback',
      authorization: null,
      tenants: {},
      eventTypes: {},
      upstreams: {},
      warnings: [],
      log: 'sqlite:/var/lib/crowsnest/log.db',
      redisPassword: 'open sesame',
      natsPassword: 'open barley',
      natsCredentials: '/etc/crowsnest/user.creds',
      dataDirectory: '/var/lib/crowsnest',
      logMaxEvents: 5,
      logMaxAgeMs: 6,
      payloadMaxAgeMs: 5,
      auditMaxAgeMs: 4,
      logWaitMs: 7_000,
      sessionIdleMs: 7,
      derivedIdleMs: 8,
      maxSessionsPerTenant: 9,
      agentLimits: {
        maxCalls: 15,
        maxCallsPerPrincipal: 16,
        maxStreams: 17,
        maxStreamsPerPrincipal: 18,
        maxListens: 19,
        maxListensPerPrincipal: 20,
      },
      quotas: {},
      pageSize: 14,
      callTimeoutMs: 10,
      stuckMs: 22,
      toolsOnChange: 'refuse',
      payloads: 'redacted',
      drainMs: 13,
      maxStreams: 11,
      maxStreamsPerAdmin: 12,
      maxConnections: 21,
      allowedHosts: ['inner.example', '10.0.0.5', '::1'],
      publicUrl: 'https://watch.example:8443',
      path: '/ops',
      trustProxy: ['loopback', '10.0.0.0/8', '2001:db8::/32'],
      peerUrl: null,
      clusterSecret: null,
      metricsToken: null,
      logFormat: 'json',
      logLevel: 'debug',
      otlpEndpoint: 'http://localhost:4318',
      traceUrl: 'https://traces.example/{traceId}',
      alertRules: [],
      alertReceivers: [],
    });
  });

  it('uses the default data directory when the log is in memory', () => {
    expect(loadConfiguration({ CROWSNEST_LOG: 'memory:' })).toMatchObject({
      dataDirectory: '.crowsnest',
      logMaxEvents: 50_000,
    });
  });

  it('uses the default data directory when the log is in Redis, which keeps fewer events than a file', () => {
    const configuration = loadConfiguration({ CROWSNEST_LOG: 'rediss://user:word@cache:6380/1?prefix=blue' });
    expect(configuration).toMatchObject({ dataDirectory: '.crowsnest', logMaxEvents: 250_000 });
  });

  it.each([
    ['2', 2],
    ['0', false],
  ])('reads CROWSNEST_TRUST_PROXY=%s as the number of trusted proxies', (given, trustProxy) => {
    expect(loadConfiguration({ CROWSNEST_TRUST_PROXY: given, AGENT_KEYS: KEY })).toMatchObject({
      trustProxy,
    });
  });

  it('treats a variable that is set to nothing as not set', () => {
    expect(loadConfiguration({ PORT: '', ADMIN_TOKENS: ' ', CROWSNEST_CONFIG: '' }).port).toBe(3000);
  });

  it('returns a configuration that cannot be changed', () => {
    const configuration = loadConfiguration({ ADMIN_TOKENS: TOKEN });
    expect(() => Object.assign(configuration, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(configuration.adminTokens[0]!, { role: 'viewer' })).toThrow(TypeError);
  });

  it.each([
    ['PORT', 'http', '("http") is not a whole number from 0 to 65535'],
    ['PORT', '-1', '("-1") is not a whole number from 0 to 65535'],
    ['PORT', '65536', '("65536") is not a whole number from 0 to 65535'],
    ['PORT', '0x10', '("0x10") is not a whole number from 0 to 65535'],
    ['PORT', '3000.5', '("3000.5") is not a whole number from 0 to 65535'],
    ['HOST', 'http://localhost', '("http://localhost") is neither an IP address nor a hostname'],
    ['HOST', '[::1]', '("[::1]") is neither an IP address nor a hostname'],
    ['HOST', '::1%lo', '("::1%lo") is neither an IP address nor a hostname'],
    ['HOST', '999.1.1.1', '("999.1.1.1") is neither an IP address nor a hostname'],
    ['ADMIN_TOKENS', 'a token with blanks', 'entry 1 has a character that is a blank, a comma or not ASCII'],
    ['ADMIN_TOKENS', `${TOKEN},${TOKEN}`, 'names the same token twice'],
    ['INGEST_KEYS', 'key-without-tenant', 'entry 1 has no "=" between tenant and key'],
    ['AGENT_KEYS', 'key-without-tenant', 'entry 1 has no "=" between tenant and key'],
    ['AGENT_KEYS', 'acme=k1,=k2', 'entry 2 has a tenant that is not 1 to 64 of A-Z a-z 0-9 . _ -'],
    ['AGENT_KEYS', `${'t'.repeat(65)}=k`, 'entry 1 has a tenant that is not 1 to 64 of A-Z a-z 0-9 . _ -'],
    ['AGENT_KEYS', 'a/b=k', 'entry 1 has a tenant that is not 1 to 64 of A-Z a-z 0-9 . _ -'],
    ['AGENT_KEYS', 'acme=', 'entry 1 has no key after "="'],
    ['AGENT_KEYS', 'acme=a b', 'entry 1 has a character that is a blank, a comma or not ASCII'],
    ['AGENT_KEYS', 'acme=k,globex=k', 'names the same key twice'],
    ['CROWSNEST_LOG', 'redis://', '("redis://") names no host'],
    [
      'CROWSNEST_LOG',
      'redis://u:se same@h/x',
      '("redis://…@h/x") has a path that is not the number of a database',
    ],
    ['CROWSNEST_LOG', 'rediss://h?db=1', '("rediss://h?db=1") has a parameter other than "prefix"'],
    [
      'CROWSNEST_LOG',
      'redis://u:same@a,b',
      '("redis://…@a,b") names several servers, which redis+sentinel: and redis+cluster: do',
    ],
    [
      'CROWSNEST_LOG',
      'redis+sentinel://u:same@a,b:1',
      '("redis+sentinel://…@a,b:1") has no name of a master after its servers, such as "/mymaster"',
    ],
    ['CROWSNEST_LOG', 'rediss+cluster://a:70000', '("rediss+cluster://a:70000") has a port above 65535'],
    [
      'CROWSNEST_LOG',
      'redis+cluster://a/2',
      '("redis+cluster://a/2") names a database, of which a cluster has only one',
    ],
    [
      'CROWSNEST_LOG',
      'nats://a/?replicas=9',
      '("nats://a/?replicas=9") has a number of replicas that is not from 1 to 5',
    ],
    ['CROWSNEST_LOG', 'nats://a:x', '("nats://a:x") has a server that is not HOST:PORT'],
    ['CROWSNEST_LOG', 'nats://u:s@a,/?prefix=p', '("nats://…@a,/?prefix=p") names no host'],
    [
      'CROWSNEST_LOG',
      'tls://a/?prefix=a.b',
      '("tls://a/?prefix=a.b") has a prefix that is not 1 to 64 of A-Z a-z 0-9 _ -',
    ],
    ['CROWSNEST_LOG', 'events.db', '("events.db") names no engine'],
    ['CROWSNEST_LOG', 'sqlite:', '("sqlite:") names no engine'],
    ['CROWSNEST_LOG', 'sqlite:data/', '("sqlite:data/") names no file'],
    ['CROWSNEST_LOG_MAX_EVENTS', '0', '("0") is not a whole number from 1 to 1000000000'],
    ['CROWSNEST_LOG_MAX_AGE_MS', '7d', '("7d") is not a whole number from 1 to 315360000000'],
    ['CROWSNEST_SESSION_IDLE_MS', '0', '("0") is not a whole number from 1 to 2147483647'],
    ['CROWSNEST_DERIVED_IDLE_MS', '2147483648', '("2147483648") is not a whole number from 1 to 2147483647'],
    ['CROWSNEST_MAX_SESSIONS', 'many', '("many") is not a whole number from 1 to 1000000'],
    ['CROWSNEST_PAYLOADS', 'on', '("on") is none of off, redacted'],
    ['CROWSNEST_STUCK_MS', '0', '("0") is not a whole number from 1 to 2147483647'],
    ['CROWSNEST_CALL_TIMEOUT_MS', '-5', '("-5") is not a whole number from 0 to 2147483647'],
    [
      'CROWSNEST_ALLOWED_HOSTS',
      'a.example,b.example:80',
      '("a.example,b.example:80") entry 2 is not a hostname without scheme and port',
    ],
    ['CROWSNEST_ALLOWED_HOSTS', '*', '("*") entry 1 is not a hostname without scheme and port'],
    [
      'CROWSNEST_PUBLIC_URL',
      'watch.example',
      '("watch.example") is not an http or https URL without path, query and user',
    ],
    [
      'CROWSNEST_PUBLIC_URL',
      'ftp://watch.example',
      '("ftp://watch.example") is not an http or https URL without path, query and user',
    ],
    [
      'CROWSNEST_PUBLIC_URL',
      'https://watch.example/nest',
      '("https://watch.example/nest") is not an http or https URL without path, query and user',
    ],
    [
      'CROWSNEST_OTLP_ENDPOINT',
      'http://user:secret@traces.example',
      '("http://…@traces.example") is not an http or https URL without user, query and fragment',
    ],
    [
      'CROWSNEST_TRACE_URL',
      'https://traces.example',
      '("https://traces.example") does not contain {traceId}',
    ],
    [
      'CROWSNEST_TRACE_URL',
      'javascript:alert({traceId})',
      '("javascript:alert({traceId})") is not an http or https URL without user',
    ],
    ['CROWSNEST_TRUST_PROXY', 'true', '("true") entry 1 is neither a number of proxies nor an address'],
    [
      'CROWSNEST_TRUST_PROXY',
      '10.0.0.0/33',
      '("10.0.0.0/33") entry 1 is neither a number of proxies nor an address',
    ],
    [
      'CROWSNEST_TRUST_PROXY',
      'loopback,1',
      '("loopback,1") entry 2 is neither a number of proxies nor an address',
    ],
  ])('refuses %s=%s', (variable, value, problem) => {
    expect(faultsOf({ [variable]: value })).toEqual([{ variable, problem, remedy: expect.any(String) }]);
  });

  it.each(['CROWSNEST_LGO', 'CROWSNEST_', 'CROWSNEST_PAYLOAD'])(
    'refuses the unknown variable %s',
    (variable) => {
      expect(faultsOf({ [variable]: 'memory:', OTHER: 'fine' })).toEqual([
        {
          variable,
          problem: 'in the environment is not a variable of this version',
          remedy: expect.stringContaining('CROWSNEST_LOG, '),
        },
      ]);
    },
  );

  it('takes no notice of the variables of commands that ask a server', () => {
    const ofCommands = {
      CROWSNEST_URL: 'https://example.com/ops',
      CROWSNEST_TOKEN: 'an-admin-token',
      CROWSNEST_INGEST_KEY: 'a-key',
    };
    expect(() => loadConfiguration(ofCommands)).not.toThrow();
  });

  it('requires a shared log, a peer URL and a cluster secret together', () => {
    const pair = { CROWSNEST_PEER_URL: 'http://10.0.0.5:3000', CROWSNEST_CLUSTER_SECRET: 'x'.repeat(16) };
    const { CROWSNEST_PEER_URL, CROWSNEST_CLUSTER_SECRET } = pair;
    const shared = { CROWSNEST_LOG: 'redis://127.0.0.1' };
    const variables = (environment: NodeJS.ProcessEnv) =>
      faultsOf(environment).map(({ variable }) => variable);
    expect(variables({ ...pair, ...shared })).toEqual([]);
    expect(variables({ CROWSNEST_PEER_URL, ...shared })).toEqual(['CROWSNEST_CLUSTER_SECRET']);
    expect(variables({ CROWSNEST_CLUSTER_SECRET, ...shared })).toEqual(['CROWSNEST_PEER_URL']);
    expect(faultsOf(pair)[0]?.problem).toBe('is of no use with a log that belongs to one process');
    const short = faultsOf({ ...pair, ...shared, CROWSNEST_CLUSTER_SECRET: 'short' });
    expect(short).toMatchObject([{ problem: expect.stringContaining('has less than 16 characters') }]);
    expect(short[0]?.problem).not.toContain('short');
  });

  it.each(['0.0.0.0', '::', '192.168.1.7', 'tower.example'])(
    'requires agent keys and admin tokens on HOST=%s',
    (HOST) => {
      const both = faultsOf({ HOST });
      expect(both.map(({ variable }) => variable)).toEqual(['AGENT_KEYS', 'ADMIN_TOKENS']);
      expect(both[0]?.problem).toBe(`is not set, but HOST=${HOST} lets other machines in`);
      expect(faultsOf({ HOST, ADMIN_TOKENS: TOKEN })).toHaveLength(1);
      expect(faultsOf({ HOST, AGENT_KEYS: KEY })).toHaveLength(1);
      expect(faultsOf({ HOST, AGENT_KEYS: KEY, ADMIN_TOKENS: TOKEN })).toEqual([]);
    },
  );

  it.each([
    ['ADMIN_TOKENS', `${TOKEN},short`, 'token'],
    ['AGENT_KEYS', `${KEY},globex=short`, 'key'],
  ])('refuses a short entry in %s, except on loopback', (variable, value, kind) => {
    expect(faultsOf({ [variable]: value })).toEqual([]);
    const beyond = { HOST: '0.0.0.0', AGENT_KEYS: KEY, ADMIN_TOKENS: TOKEN, [variable]: value };
    const problem = `has a ${kind} of less than 16 characters, but HOST=0.0.0.0 lets other machines in`;
    expect(faultsOf(beyond)).toMatchObject([{ variable, problem }]);
  });

  it.each([
    ['CROWSNEST_PUBLIC_URL', 'https://watch.example'],
    ['CROWSNEST_TRUST_PROXY', '1'],
  ])('requires agent keys when %s says that a proxy lets other machines in', (name, value) => {
    expect(faultsOf({ [name]: value })).toMatchObject([{ variable: 'AGENT_KEYS' }]);
    expect(faultsOf({ [name]: value, AGENT_KEYS: KEY })).toEqual([]);
  });

  it.each([
    ['CROWSNEST_PUBLIC_URL', 'https://watch.example', 'CROWSNEST_PUBLIC_URL=https://watch.example'],
    ['CROWSNEST_TRUST_PROXY', '1', 'CROWSNEST_TRUST_PROXY'],
  ])(
    'refuses short keys and tokens when %s says that a proxy lets other machines in',
    (name, value, cause) => {
      const faults = faultsOf({ [name]: value, AGENT_KEYS: 'acme=k', ADMIN_TOKENS: 't' });
      expect(faults).toMatchObject([
        {
          variable: 'AGENT_KEYS',
          problem: `has a key of less than 16 characters, but ${cause} lets other machines in`,
        },
        {
          variable: 'ADMIN_TOKENS',
          problem: `has a token of less than 16 characters, but ${cause} lets other machines in`,
        },
      ]);
    },
  );

  it('requires no agent keys when the public URL is on this machine', () => {
    expect(faultsOf({ CROWSNEST_PUBLIC_URL: 'http://localhost:4000' })).toEqual([]);
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])(
    'requires neither agent keys nor admin tokens on HOST=%s',
    (HOST) => {
      expect(faultsOf({ HOST })).toEqual([]);
    },
  );

  it('refuses an agent key that is also an admin token', () => {
    expect(faultsOf({ ADMIN_TOKENS: TOKEN, AGENT_KEYS: `acme=${TOKEN}` })).toMatchObject([
      { variable: 'AGENT_KEYS', problem: 'has a key that is also one of ADMIN_TOKENS' },
    ]);
  });

  it('reports all faults at once, each with its remedy', () => {
    const environment = {
      PORT: 'x',
      AGENT_KEYS: 'nonsense',
      CROWSNEST_LOG: 'nats://',
      CROWSNEST_PROT: '1',
    };
    expect(() => loadConfiguration(environment)).toThrow(new ConfigurationError(faultsOf(environment)));
    const { message } = new ConfigurationError(faultsOf(environment));
    expect(message).toMatch(/^Crowsnest cannot start: its configuration has 4 faults\.\n/);
    expect(message).toContain(
      '  PORT ("x") is not a whole number from 0 to 65535\n    Give a port, such as PORT=3000',
    );
    for (const name of Object.keys(environment)) expect(message).toContain(`\n  ${name} `);
  });

  it('repeats no secret in the messages of its faults', () => {
    const secrets = { ADMIN_TOKENS: 'sesame, se same', AGENT_KEYS: 'sesame,acme=se same,b=sesame,c=sesame' };
    const { message } = new ConfigurationError(faultsOf(secrets));
    expect(faultsOf(secrets).length).toBeGreaterThan(2);
    expect(message).not.toMatch(/se ?same/);
  });
});

describe('the file that CROWSNEST_CONFIG names', () => {
  let directory: string;
  let file: string;

  function write(contents: unknown): NodeJS.ProcessEnv {
    writeFileSync(file, typeof contents === 'string' ? contents : JSON.stringify(contents));
    return { CROWSNEST_CONFIG: file };
  }

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'crowsnest-configuration-'));
    file = join(directory, 'crowsnest.json');
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('sets the same variables as the environment, with lists as arrays and numbers as JSON numbers', () => {
    const environment = write({
      PORT: 4000,
      ADMIN_TOKENS: [TOKEN],
      AGENT_KEYS: 'acme=k1,acme=k2',
      CROWSNEST_LOG: '',
    });
    expect(loadConfiguration(environment)).toMatchObject({
      port: 4000,
      adminTokens: [{ token: TOKEN, name: 'admin' }],
      agentKeys: [{ key: 'k1' }, { key: 'k2' }],
      log: 'sqlite:.crowsnest/events.db',
    });
  });

  it('may begin with a byte order mark, as some editors write it', () => {
    expect(loadConfiguration(write('\ufeff{ "PORT": 4000 }')).port).toBe(4000);
  });

  it('may name its JSON Schema', () => {
    const environment = write({ $schema: './crowsnest.schema.json', PORT: 4000 });
    expect(loadConfiguration(environment).port).toBe(4000);
  });

  it('is overridden by the environment', () => {
    const environment = write({ PORT: 4000, HOST: '127.0.0.2' });
    expect(loadConfiguration({ ...environment, PORT: '5000' })).toMatchObject({
      port: 5000,
      host: '127.0.0.2',
    });
  });

  it('is checked together with the environment, with all faults in one list', () => {
    const environment = write({
      PORT: 'x',
      ADMIN_TOKENS: [`${TOKEN},${TOKEN}`],
      PROT: 1,
      CROWSNEST_CONFIG: 'y',
    });
    expect(faultsOf({ ...environment, CROWSNEST_LOG: 'nats://' })).toMatchObject([
      { variable: 'PROT', problem: `in ${file} is not a variable of this version` },
      { variable: 'CROWSNEST_CONFIG', problem: `in ${file} is not a variable of this version` },
      { variable: 'PORT', problem: '("x") is not a whole number from 0 to 65535' },
      { variable: 'ADMIN_TOKENS', problem: 'entry 1 has a character that is a blank, a comma or not ASCII' },
      { variable: 'CROWSNEST_LOG', problem: '("nats://") names no host' },
    ]);
  });

  it('has a missing secret named beside the other faults of an entry', () => {
    const env = write({
      admins: [{ name: 'ann', role: 'king' }, 'bob'],
      agents: [{ name: 'desk', tenant: 'no tenant', key: 'a b', keySha256: 'x' }],
      observers: [{ name: 'shop', tenant: 'acme', key: 'a,b' }],
    });
    expect(faultsOf(env).map(({ variable, problem }) => `${variable} ${problem}`)).toEqual([
      'admins[0].role is none of viewer, auditor, operator, admin',
      'admins[0] has not exactly one of token and tokenSha256',
      expect.stringMatching(/^admins\[1\] /),
      expect.stringMatching(/^agents\[0\]\.tenant is not 1 to 64/),
      'agents[0].key has a blank, a comma or a character beyond ASCII',
      'agents[0].keySha256 is not 64 hex digits in lower case',
      'agents[0] has not exactly one of key and keySha256',
      'observers[0].key has a blank, a comma or a character beyond ASCII',
    ]);
  });

  it('says how long events of tenants and of types are stored, which a log in NATS cannot keep to', () => {
    const environment = write({
      tenants: { acme: { maxAgeMs: 5_000 }, globex: { payloadMaxAgeMs: 5 } },
      eventTypes: { 'tool:progress': { maxAgeMs: 1_000 } },
    });
    expect(loadConfiguration(environment)).toMatchObject({
      tenants: { acme: { maxAgeMs: 5_000 } },
      eventTypes: { 'tool:progress': { maxAgeMs: 1_000 } },
    });
    expect(faultsOf({ ...environment, CROWSNEST_LOG: 'nats://127.0.0.1:4222' })).toMatchObject([
      { variable: 'tenants.acme.maxAgeMs', problem: expect.stringContaining('in NATS') },
      { variable: 'eventTypes.tool:progress', problem: expect.stringContaining('in NATS') },
    ]);
  });

  it.each(['admin:sign-in', 'tool:gone'])('gives no time of its own to events of the type %s', (type) => {
    const [fault] = faultsOf(write({ eventTypes: { [type]: { maxAgeMs: 1_000 } } }));
    expect(fault).toMatchObject({ remedy: expect.stringContaining('tool:progress') });
  });

  it.each([
    ['{"ADMIN_TOKENS": "sesame"', /is not valid JSON( at line 1 column \d+)?$/],
    ['sesame', /is not valid JSON( at line 1 column \d+)?$/],
    ['["sesame"]', /does not hold a JSON object$/],
    ['null', /does not hold a JSON object$/],
    ['{"PORT": {"sesame": 1}}', /where PORT is neither text, nor a number, nor a list of texts$/],
    ['{"ADMIN_TOKENS": [1]}', /where ADMIN_TOKENS is neither text, nor a number, nor a list of texts$/],
  ])('is refused when it holds %s', (contents, problem) => {
    const faults = faultsOf(write(contents));
    expect(faults).toEqual([
      { variable: 'CROWSNEST_CONFIG', problem: expect.stringMatching(problem), remedy: expect.any(String) },
    ]);
    expect(JSON.stringify(faults)).not.toContain('sesame');
  });

  it.each([
    ['a folder', () => mkdirSync(file)],
    ['a named pipe', () => void execFileSync('mkfifo', [file])],
  ])('is refused when it is %s', (_, make) => {
    make();
    expect(faultsOf({ CROWSNEST_CONFIG: file })).toMatchObject([
      { variable: 'CROWSNEST_CONFIG', problem: `names ${file}, which is not a regular file` },
    ]);
  });

  it('is refused when it is a device', () => {
    expect(faultsOf({ CROWSNEST_CONFIG: '/dev/zero' })).toMatchObject([
      { problem: 'names /dev/zero, which is not a regular file' },
    ]);
  });

  it('is refused when it does not exist', () => {
    expect(faultsOf({ CROWSNEST_CONFIG: file, PORT: 'x' })).toMatchObject([
      { variable: 'CROWSNEST_CONFIG', problem: `names ${file}, which cannot be read (ENOENT)` },
      { variable: 'PORT' },
    ]);
  });
});

describe('configurationOrExit', () => {
  const { PORT } = process.env;

  afterEach(() => {
    jest.restoreAllMocks();
    if (PORT === undefined) delete process.env['PORT'];
    else process.env['PORT'] = PORT;
  });

  it('prints the faults without a stack trace, and exits with code 1', () => {
    process.env['PORT'] = 'x';
    const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    jest.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    expect(() => configurationOrExit()).toThrow('exit 1');
    const printed = String(written.mock.calls[0]?.[0]);
    expect(printed).toContain('PORT ("x") is not a whole number');
    expect(printed).not.toMatch(/^\s+at /m);
  });
});
