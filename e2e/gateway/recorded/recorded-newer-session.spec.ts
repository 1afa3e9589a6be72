import { resolve } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { waitUntil } from '../../support/environment/wait-until.ts';
import {
  newerRecorder,
  olderRecorder,
  recordBothWays,
  type Session,
} from '../../support/gateway/recorded-session.ts';
import type { Recording } from '../../support/gateway/recorded-transport.ts';
import { startStockServer } from '../../support/gateway/stock-server/http.ts';

const OVER_STDIO = {
  command: process.execPath,
  args: [resolve('e2e/support/gateway/stock-server/stdio.ts')],
};

const SERVERS = [
  {
    over: 'stdio',
    // A process that speaks both eras is spoken to in the older one otherwise.
    start: async () => ({
      direct: OVER_STDIO,
      behind: { ...OVER_STDIO, era: 'modern' as const },
      stop: async () => undefined,
    }),
  },
  {
    over: 'HTTP',
    start: async () => {
      const { url, stop } = await startStockServer();
      return { direct: { url }, behind: { url }, stop };
    },
  },
];

const call = (client: Client, name: string, args: Record<string, unknown> = {}, _meta = {}) =>
  client.callTool({ name, arguments: args, _meta }).catch(() => undefined);

/**
 * What the SDK's client asks for in a process of its own over stdio, and what it gets with the status of a response over
 * HTTP: the sessions note what the client makes of it.
 */
const NOTED = ['server/discover', 'vendor/unknown'];

/** A session that uses everything, and adds what NOTED says to `notes`. */
function everything(notes: object[]): Session<Client> {
  return async (client, recording) => {
    const [capabilities, server] = [client.getServerCapabilities(), client.getServerVersion()];
    const unknown = { method: 'vendor/unknown', params: { x: 1 } };
    const refusal: unknown = await client.request(unknown, z.object({})).catch((error: unknown) => error);
    const instructions = client.getInstructions();
    notes.push({ capabilities, server, instructions, refusal: rpcErrorOf(refusal as RpcError) });
    await useEverything(client, recording);
  };
}

interface RpcError {
  code: unknown;
  message: string;
}

/** The JSON-RPC error of a refusal. Over HTTP the SDK gives the text of the response. */
function rpcErrorOf({ code, message }: RpcError): RpcError {
  const [body] = /{.*}$/s.exec(message) ?? [];
  return body === undefined ? { code, message } : (JSON.parse(body) as { error: RpcError }).error;
}

const useEverything: Session<Client> = async (client, recording) => {
  await client.listTools();
  await client.listPrompts();
  await client.listResources();
  await client.listResourceTemplates();
  await call(client, 'echo', { text: 'Grüße, 世界 \u2028' }, { 'example.org/trace': [1.5, null] });
  await call(client, 'measure');
  await call(client, 'fail');
  await call(client, 'throw');
  await call(client, 'echo', { text: 1 });
  await call(client, 'nonesuch');
  await client.callTool({ name: 'count', arguments: { to: 4 } }, { onprogress: () => undefined });
  await call(client, 'log', {}, { 'io.modelcontextprotocol/logLevel': 'info' });
  await call(client, 'log');
  await call(client, 'ask');
  await client.getPrompt({ name: 'plan', arguments: { city: 'Oslo' } });
  await client.getPrompt({ name: 'plan' }).catch(() => undefined);
  const argument = { name: 'city', value: 'O' };
  await client.complete({ ref: { type: 'ref/prompt', name: 'plan' }, argument });
  await client.complete({ ref: { type: 'ref/resource', uri: 'weather://{city}' }, argument });
  for (const uri of ['docs://readme', 'docs://logo', 'weather://Oslo', 'docs://nowhere'])
    await client.readResource({ uri }).catch(() => undefined);
  await cancel(client);
  await hearOfChanges(client, recording);
};

/** Cancels a call once it runs. The server then answers the call that waits for that. */
async function cancel(client: Client): Promise<void> {
  const stop = new AbortController();
  const options = { signal: stop.signal, onprogress: () => stop.abort() };
  await client.callTool({ name: 'hold' }, options).catch(() => undefined);
  await call(client, 'cancelled');
}

async function hearOfChanges(client: Client, recording: Recording): Promise<void> {
  const filter = { toolsListChanged: true, resourceSubscriptions: ['docs://readme'] };
  const subscription = await client.listen(filter);
  await call(client, 'change');
  await waitUntil(() => recording.count('notifications/resources/updated') > 0, {
    reason: 'the client hears of the resource',
    seen: () => recording.sorted,
  });
  await subscription.close();
}

/** What is compared has something of everything. */
function expectEverything(recording: Recording): void {
  expect(recording.count('notifications/progress')).toBe(5);
  expect(recording.count('notifications/message')).toBe(1);
  expect(recording.count('notifications/tools/list_changed')).toBe(1);
  const results = recording.answersOf('tools/call').map(({ result }) => JSON.stringify(result));
  expect(results.filter((result) => result?.includes('input_required'))).toHaveLength(2);
  expect(results.at(-1)).toContain('changed');
  expect(results.find((result) => result?.includes('Ann: '))).toContain('sampled');
  expect(results.filter((result) => result?.includes('"cancelled"'))).toHaveLength(1);
}

describe('a session of revision 2026-07-28 with a server on SDK v2 through the gateway, message by message,', () => {
  it.each(SERVERS)('is that without it, over $over', async ({ start }) => {
    const { direct: at, behind, stop } = await start();
    try {
      const notes: object[] = [];
      const { direct, through } = await recordBothWays(at, behind, newerRecorder(everything(notes)));
      expect(through.sortedWithout(...NOTED)).toEqual(direct.sortedWithout(...NOTED));
      expect(notes).toEqual([notes[0], notes[0]]);
      expect(notes[0]).toMatchObject({ instructions: 'Ask for anything.', refusal: { code: -32_601 } });
      expectEverything(direct);
    } finally {
      await stop();
    }
  });
});

describe('a session up to revision 2025-11-25 with a server on SDK v2 through the gateway, message by message,', () => {
  it('is that without it, over stdio, questions of the server included', async () => {
    const session = olderRecorder(
      async (client) => {
        await client.listTools();
        await client.setLoggingLevel('info');
        for (const name of ['measure', 'fail', 'throw', 'log', 'ask', 'change'])
          await client.callTool({ name }).catch(() => undefined);
        await client.readResource({ uri: 'weather://Oslo' });
        await client.getPrompt({ name: 'plan', arguments: { city: 'Oslo' } });
      },
      { sampling: {}, elicitation: {}, roots: {} },
    );
    const { direct, through } = await recordBothWays(OVER_STDIO, OVER_STDIO, session);
    expect(through.sorted).toEqual(direct.sorted);
    for (const method of ['elicitation/create', 'sampling/createMessage', 'roots/list'])
      expect([method, direct.count(method)]).toEqual([method, 1]);
  });
});
