import {
  Client as NewerClient,
  StreamableHTTPClientTransport as NewerHttpTransport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport as NewerStdioTransport } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  type ClientCapabilities,
} from '@modelcontextprotocol/sdk/types.js';
import { createCrowsnestTestingApp } from '#testing';
import { waitUntil } from '../environment/wait-until.ts';
import { Recording, type Recorded } from './recorded-transport.ts';

/** How a server is reached: by the command of its process, or at a URL. `era` is for the gateway. */
export type ReachedServer =
  { command: string; args: string[]; env?: Record<string, string>; era?: 'modern' } | { url: string };

/** What a client does in a session. */
export type Session<C> = (client: C, recording: Recording) => Promise<void>;

/** Connects a client, and resolves with what it got once it is as much as wanted: some comes on streams of its own. */
type Recorder = (server: ReachedServer, wanted: readonly Recorded[]) => Promise<Recording>;

const IDENTITY = { name: 'recorded', version: '1.0.0' };
const SAMPLED = {
  role: 'assistant' as const,
  model: 'none',
  content: { type: 'text' as const, text: 'sampled' },
};
const NAMED = { action: 'accept' as const, content: { name: 'Ann' } };
/**
 * SDK v1 does not take an error for an answer: it resumes the stream a second later, and server-everything then sends again
 * whatever it has sent since, on any stream.
 */
const NOT_RESUMED = {
  maxRetries: 0,
  initialReconnectionDelay: 1_000,
  maxReconnectionDelay: 1_000,
  reconnectionDelayGrowFactor: 1,
};
const ROOTS = { roots: [{ uri: 'file:///srv', name: 'srv' }] };

/** Records a session of a client of SDK v1, which answers questions of the kinds that it is capable of. */
export function olderRecorder(session: Session<Client>, capabilities: ClientCapabilities = {}): Recorder {
  return async (server, wanted) => {
    const transport =
      'url' in server
        ? new StreamableHTTPClientTransport(new URL(server.url), { reconnectionOptions: NOT_RESUMED })
        : new StdioClientTransport({ ...server, stderr: 'ignore' });
    const recording = new Recording(transport);
    const client = new Client(IDENTITY, { capabilities });
    if (capabilities.sampling) client.setRequestHandler(CreateMessageRequestSchema, () => SAMPLED);
    if (capabilities.elicitation) client.setRequestHandler(ElicitRequestSchema, () => NAMED);
    if (capabilities.roots) client.setRequestHandler(ListRootsRequestSchema, () => ROOTS);
    await client.connect(transport);
    return recorded(client, recording, session, wanted);
  };
}

/** Records a session of a client of revision 2026-07-28, which answers questions of all kinds. */
export function newerRecorder(session: Session<NewerClient>): Recorder {
  return async (server, wanted) => {
    const transport =
      'url' in server
        ? new NewerHttpTransport(new URL(server.url))
        : new NewerStdioTransport({ ...server, stderr: 'ignore' });
    const recording = new Recording(transport);
    const capabilities = { sampling: {}, elicitation: { form: {} }, roots: {} };
    const client = new NewerClient(IDENTITY, {
      capabilities,
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    });
    client.setRequestHandler('sampling/createMessage', () => SAMPLED);
    client.setRequestHandler('elicitation/create', () => NAMED);
    client.setRequestHandler('roots/list', () => ROOTS);
    await client.connect(transport);
    return recorded(client, recording, session, wanted);
  };
}

/** Records a session with a server, and the same session with one that stands behind the gateway. */
export async function recordBothWays(
  direct: ReachedServer,
  behind: ReachedServer,
  record: Recorder,
): Promise<{ direct: Recording; through: Recording }> {
  const without = await record(direct, []);
  const app = await createCrowsnestTestingApp({
    options: { standalone: true, upstreams: { recorded: behind } },
  });
  try {
    const url = `${await app.getUrl()}/mcp`;
    return { direct: without, through: await record({ url }, without.messages) };
  } finally {
    await app.close();
  }
}

async function recorded<C extends { close: () => Promise<void> }>(
  client: C,
  recording: Recording,
  session: Session<C>,
  wanted: readonly Recorded[],
): Promise<Recording> {
  await session(client, recording);
  await waitUntil(() => recording.messages.length >= wanted.length, {
    reason: `${wanted.length} messages have come`,
    seen: () => ({ missing: recording.missing(wanted) }),
  });
  await client.close();
  return recording;
}
