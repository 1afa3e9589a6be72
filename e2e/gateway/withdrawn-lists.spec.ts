import { rm, writeFile } from 'node:fs/promises';
import type { RequestListener, Server } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { INestApplication } from '@nestjs/common';
import { createCrowsnestTestingApp } from '#testing';
import { SessionRegistry } from '#sessions';
import { ToolRegistry } from '#tools';
import { LIST_LISTENERS, type ListListener } from '../support/agents/list-listeners.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { serverWithout, stdioFaultServer } from '../support/fault-server/fault-server.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { freePort } from '../support/server/server-process.ts';

/** Resolves once a change of its tools is heard: the stream on which it tells of them may open after the session. */
async function hearsOf(upstream: INestApplication, agent: ListListener): Promise<void> {
  let tools = 0;
  const add = (): void => {
    const options = { name: `new-${(tools += 1)}` };
    upstream.get(ToolRegistry).register({ options, handle: async () => 'new' }, 'test');
  };
  await waitUntil(() => (add(), agent.heard > 0), { reason: 'the agent hears of the server' });
}

it('an agent of the legacy era goes on with a restarted server over HTTP that answers 400 to the old session', async () => {
  const port = await freePort();
  let refused = 0;
  // Only the stream of the old session is asked for before there is a new one.
  const configure = (app: INestApplication): void => {
    const server = app.getHttpServer() as Server;
    const [serve] = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request').on('request', (request, response) => {
      if (request.method !== 'GET' || refused > 0) return serve?.(request, response);
      refused += 1;
      response.writeHead(400).end();
    });
  };
  const upstream = await createCrowsnestTestingApp({ port, providers: [ScriptedTools] });
  const upstreams = { only: { url: `http://127.0.0.1:${port}/mcp` } };
  const gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
  const agent = await LIST_LISTENERS[0].listen(gateway);
  await hearsOf(upstream, agent);
  await upstream.close();
  const restarted = await createCrowsnestTestingApp({ port, providers: [ScriptedTools], configure });
  await waitUntil(() => restarted.get(SessionRegistry).countOpen('default', 'protocol') === 1, {
    reason: 'the session has begun anew',
  });
  expect(await agent.toolNames()).toContain('add');
  expect(refused).toBe(1);
  await gateway.close();
  await restarted.close();
});

describe.each(LIST_LISTENERS)('an agent of the $era era', ({ listen }) => {
  const apps: INestApplication[] = [];
  let agent: ListListener;

  const start = async (setup: Parameters<typeof createCrowsnestTestingApp>[0]): Promise<INestApplication> => {
    const app = await createCrowsnestTestingApp(setup);
    apps.unshift(app);
    return app;
  };
  const connect = async (upstreams: object): Promise<void> => {
    agent = await listen(await start({ options: { standalone: true, upstreams: { ...upstreams } } }));
  };
  const hears = async (act: () => Promise<unknown>, reason: string): Promise<void> => {
    const before = agent.heard;
    await act();
    await waitUntil(() => agent.heard > before, { reason });
  };
  const upstreamsListed = async (): Promise<string[]> => [
    ...new Set((await agent.toolNames()).map((name) => name.split('__')[0] ?? '')),
  ];

  /** An attempt of a server to start that fails is heard of too, and its error may be the answer once more. */
  const untilListed = async (upstreams: string[]): Promise<void> => {
    const seen = () => upstreamsListed().catch(String);
    const isListed = async () => isDeepStrictEqual(await seen(), upstreams);
    await waitUntil(isListed, { reason: 'all upstreams are listed again', seen });
  };

  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  it('loses the tools of a process that has ended, of several, and gets them back with it', async () => {
    const file = `${await temporaryFolder()}/away`;
    await connect({ first: serverWithout(file), second: stdioFaultServer() });
    expect(await upstreamsListed()).toEqual(['first', 'second']);
    await writeFile(file, '');
    await hears(() => expect(agent.call('first__die')).rejects.toThrow('has ended'), 'it has ended');
    expect(await upstreamsListed()).toEqual(['second']);
    await hears(() => rm(file), 'it is back');
    await untilListed(['first', 'second']);
  });

  it('gets an error for the list of a process that has ended and is the only one, until it is back', async () => {
    const file = `${await temporaryFolder()}/away`;
    await connect({ only: serverWithout(file) });
    const names = await agent.toolNames();
    await writeFile(file, '');
    await hears(() => expect(agent.call('die')).rejects.toThrow('has ended'), 'it has ended');
    const data = { upstream: 'only', fault: expect.stringMatching(/^EXITED/) };
    await expect(agent.toolNames()).rejects.toMatchObject({ data });
    await hears(() => rm(file), 'it is back');
    await waitUntil(() => agent.toolNames().catch(() => undefined), { reason: 'its tools are listed again' });
    expect(await agent.toolNames()).toEqual(names);
  });

  it('loses the tools of a server over HTTP that goes away, of several, and gets them back with it', async () => {
    const port = await freePort();
    const upstream = await start({ port, providers: [ScriptedTools] });
    await connect({ first: { url: `http://127.0.0.1:${port}/mcp` }, second: stdioFaultServer() });
    expect(await upstreamsListed()).toEqual(['first', 'second']);
    await hearsOf(upstream, agent);
    await hears(() => upstream.close(), 'it has gone');
    await waitUntil(async () => !(await upstreamsListed()).includes('first'), {
      reason: 'its tools are gone',
    });
    expect(await upstreamsListed()).toEqual(['second']);
    await hears(() => start({ port, providers: [ScriptedTools] }), 'it is back');
    await untilListed(['first', 'second']);
  });

  it('keeps its stream and its session of a server over HTTP that cannot be reached for a while', async () => {
    const port = await freePort();
    const upstream = await start({ port, providers: [ScriptedTools] });
    const server = upstream.getHttpServer() as Server;
    await connect({ only: { url: `http://127.0.0.1:${port}/mcp` } });
    const names = await agent.toolNames();
    await hearsOf(upstream, agent);
    const sessions = upstream.get(SessionRegistry).countOpen('default', 'protocol');
    await hears(async () => {
      server.close();
      server.closeAllConnections();
    }, 'it cannot be reached');
    const data = { upstream: 'only', fault: 'UNREACHABLE' };
    await expect(agent.toolNames()).rejects.toMatchObject({ data });
    await hears(async () => server.listen(port, '127.0.0.1'), 'it is back');
    // What was heard may have been an earlier change, whose notice came late.
    const listed = await waitUntil(() => agent.toolNames().catch(() => undefined), {
      reason: 'its tools are listed again',
    });
    expect(listed).toEqual(expect.arrayContaining(names));
    expect(upstream.get(SessionRegistry).countOpen('default', 'protocol')).toBe(sessions);
  });

  it('gets the tools of a server that comes up after the agent has connected', async () => {
    const port = await freePort();
    await connect({ first: { url: `http://127.0.0.1:${port}/mcp` }, second: stdioFaultServer() });
    expect(await upstreamsListed()).toEqual(['second']);
    await hears(() => start({ port, providers: [ScriptedTools] }), 'it is there');
    await untilListed(['first', 'second']);
  });
});
