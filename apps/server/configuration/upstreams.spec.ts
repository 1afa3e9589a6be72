import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, loadConfiguration } from './index.ts';

describe('the servers behind Crowsnest in the configuration', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'crowsnest-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const load = (file: object, environment: NodeJS.ProcessEnv = {}) => {
    const path = join(folder, 'crowsnest.json');
    writeFileSync(path, JSON.stringify(file));
    return loadConfiguration({ CROWSNEST_CONFIG: path, ...environment });
  };
  const faultsOf = (file: object, environment?: NodeJS.ProcessEnv): string[] => {
    try {
      load(file, environment);
    } catch (error) {
      if (error instanceof ConfigurationError)
        return error.faults.map(({ variable, problem }) => `${variable} ${problem}`);
      throw error;
    }
    return [];
  };

  it('are taken as other clients have them, from every place, and without what means nothing here', () => {
    const mcpServers = {
      files: { type: 'stdio', command: 'npx', args: ['-y', 'files'], env: { A: '1' }, alwaysAllow: ['read'] },
      off: { command: 'npx', disabled: true },
    };
    const upstreams = { search: { url: 'http://127.0.0.1:8000/mcp', auth: 'none', tenants: ['acme'] } };
    const { upstreams: all } = load(
      { mcpServers, upstreams },
      { CROWSNEST_UPSTREAMS: '{"third":{"command":"third"}}' },
    );
    expect(all).toEqual({
      files: { type: 'stdio', command: 'npx', args: ['-y', 'files'], env: { A: '1' } },
      search: upstreams.search,
      third: { command: 'third' },
    });
  });

  it('are taken with what other clients add for themselves, and with other words for their type', () => {
    const foreign = { name: 'Search', version: '1', gallery: true, icon: 'x', trust: false, watchPaths: [] };
    const { upstreams } = load({
      mcpServers: {
        files: { command: 'npx', transportType: 'stdio', ...foreign },
        search: { url: 'http://127.0.0.1:8000/mcp', transport: 'streamable_http', timeout: 60 },
      },
    });
    expect(upstreams).toEqual({
      files: { type: 'stdio', command: 'npx' },
      search: { type: 'streamable_http', url: 'http://127.0.0.1:8000/mcp' },
    });
  });

  it('are taken with what other clients call their members', () => {
    const url = 'http://127.0.0.1:8000/mcp';
    const { upstreams } = load({
      mcpServers: {
        windsurf: { serverUrl: url, headers: { a: 'b' } },
        gemini: { httpUrl: url, url: 'http://127.0.0.1:8000/sse', timeout: 5_000, trust: true },
        cherry: { baseUrl: url, type: 'streamableHttp', isActive: true, command: undefined },
        copilot: { type: 'local', command: 'npx', tools: ['*'] },
        warp: { command: 'npx', working_directory: '/srv', start_on_launch: true },
        cline: { transport: { type: 'stdio', command: 'npx', args: ['files'] }, autoApprove: [] },
        zed: { source: 'custom', command: 'npx', enabled: true },
        off: { command: 'npx', enabled: false },
        inactive: { command: 'npx', isActive: false },
      },
    });
    expect(upstreams).toEqual({
      windsurf: { url, headers: { a: 'b' } },
      gemini: { url },
      cherry: { url, type: 'streamableHttp' },
      copilot: { type: 'stdio', command: 'npx' },
      warp: { command: 'npx', cwd: '/srv' },
      cline: { type: 'stdio', command: 'npx', args: ['files'] },
      zed: { command: 'npx' },
    });
  });

  it('are not looked at if they are left out', () => {
    expect(load({ mcpServers: { old: { type: 'sse', url: 'ftp://h/', disabled: true } } }).upstreams).toEqual(
      {},
    );
  });

  it('have a warning for what another client would do with them, and Crowsnest does not', () => {
    const url = 'http://127.0.0.1:8000/mcp';
    const { upstreams, warnings } = load({
      mcpServers: {
        files: { command: 'npx', envFile: '.env', disabledTools: ['write'], alwaysAllow: ['read'] },
        search: { url, auth: { CLIENT_ID: 'desk' }, headersHelper: './headers.sh', oauth: { scopes: 'x' } },
        plain: { url, timeout: 60, tools: ['*'], disabledTools: [], sandboxEnabled: false },
      },
    });
    expect(upstreams).toEqual({ files: { command: 'npx' }, search: { url }, plain: { url } });
    expect(warnings).toEqual([
      'mcpServers.files has members of other clients that have no effect here: envFile and disabledTools',
      'mcpServers.search has members of other clients that have no effect here: headersHelper, oauth, and auth',
    ]);
  });

  it('may not hold what only another client can replace', () => {
    const headers = { authorization: 'Bearer ${input:token}' };
    expect(faultsOf({ mcpServers: { search: { url: 'http://h/${file:/etc/x}', headers } } })).toEqual([
      'mcpServers.search.url holds ${file:/etc/x}, which only another client can replace',
      'mcpServers.search.headers.authorization holds ${input:token}, which only another client can replace',
    ]);
  });

  it('have their variables replaced by those of the environment', () => {
    const headers = { authorization: 'Bearer ${KEY}', region: '${env:REGION:-eu}' };
    const { upstreams } = load(
      { upstreams: { search: { url: 'https://${HOST_OF_SEARCH}/mcp', headers } } },
      { KEY: 'k', HOST_OF_SEARCH: 'search.example' },
    );
    expect(upstreams).toEqual({
      search: { url: 'https://search.example/mcp', headers: { authorization: 'Bearer k', region: 'eu' } },
    });
  });

  it('have every fault told at once, by its place', () => {
    const upstreams = {
      'a b': { command: 'x' },
      neither: {},
      both: { command: 'x', url: 'http://h/' },
      old: { type: 'sse', url: 'http://h/' },
      older: { transport: 'stdio', url: 'http://h/' },
      misspelt: { command: 'x', teants: ['acme'] },
      password: { url: 'http://ann:secret@h/' },
      other: { url: 'ftp://h/' },
    };
    const faults = faultsOf({ upstreams }, { CROWSNEST_UPSTREAMS: '{"x":{"comand":"x"}}' });
    expect(faults).toEqual([
      'CROWSNEST_UPSTREAMS.x has unknown members: comand',
      'CROWSNEST_UPSTREAMS.x has neither a command nor a url',
      expect.stringMatching(/^upstreams\.a b has a name that is not/),
      'upstreams.neither has neither a command nor a url',
      'upstreams.both has a command and a url',
      expect.stringMatching(/^upstreams\.old\.type is none of .*"sse" is not served$/),
      'upstreams.older is of type stdio and has no command',
      'upstreams.misspelt has unknown members: teants',
      expect.stringMatching(/^upstreams\.password\.url holds a user or password/),
      'upstreams.other.url is not an http or https URL',
    ]);
    expect(faults.join()).not.toContain('secret');
  });

  it('must have names of their own, and variables that are set', () => {
    expect(
      faultsOf({
        upstreams: { search: { url: 'http://h/', headers: { key: '${NOT_SET}' } } },
        mcpServers: { search: { command: 'x' } },
      }),
    ).toEqual([
      'upstreams.search.headers.key names the variable NOT_SET, which is not set',
      'mcpServers.search has a name that another upstream has too',
    ]);
  });

  it('must be JSON in the environment', () => {
    expect(faultsOf({}, { CROWSNEST_UPSTREAMS: 'search' })).toEqual(['CROWSNEST_UPSTREAMS is not JSON']);
  });
});
