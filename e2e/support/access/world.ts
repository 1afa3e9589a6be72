import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import type { CrowsnestEvent } from '#contract';
import { connectLegacyClient, connectModernClient, type ModernClient } from '#testing';
import { beginSession } from '../agents/raw-mcp.ts';
import { temporaryFolder } from '../environment/temporary-folder.ts';
import { waitUntil } from '../environment/wait-until.ts';
import { asAdmin, readAll, readStats } from '../server/admin-api.ts';
import { startApplication } from '../server/test-application.ts';
import { CREDENTIALS, type Credential } from './credentials.ts';
import { PROVIDER_CREDENTIAL, ProviderSignIn } from './provider-sign-in.ts';
import { bearer, HOLDERS, METRICS_TOKEN } from './holders.ts';
import { DeskTools, TENANTS, type Tenant } from './tenants.ts';

/** What a tenant has left in the application. */
export interface FilledTenant extends Tenant {
  /** A session that an admin has ended, with a call before. */
  ended: string;
  /** A session with calls, one of which runs. */
  open: string;
  running: string;
  /** The id of its last event, without the audit trail. */
  last: string;
  /** Every text that tells of the tenant. */
  marks: readonly string[];
}

/** An application with some tenants. */
export interface World {
  app: INestApplication;
  origin: string;
  /** The open clients of revision 2026-07-28, by tenant. */
  agents: ReadonlyMap<string, ModernClient>;
  /** The ways in which its admins prove who they are. */
  credentials: readonly Credential[];
  close(): Promise<void>;
}

/** Starts an application that keeps payloads, whose agents and admins are of several tenants. */
export async function startWorld(): Promise<World> {
  const directory = await temporaryFolder();
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>Console</title>');
  const provider = await ProviderSignIn.reserve();
  const { app, origin } = await startApplication([DeskTools], {
    access: { trustProxy: 1 },
    signIn: { tokens: HOLDERS, ...(provider && { oidc: provider.options }) },
    mcp: { agentKeys: TENANTS.map(({ name, key }) => ({ tenantId: name, name: `agent of ${name}`, key })) },
    tools: { payloads: { mode: 'redacted' } },
    telemetry: { metricsToken: METRICS_TOKEN },
    dashboard: { directory },
    quotas: { default: { callsPerMinute: 1_000 } },
    upstreams: Object.fromEntries(TENANTS.map(upstreamOf)),
  });
  const agents = new Map<string, ModernClient>();
  for (const { name, key } of TENANTS)
    agents.set(name, await connectModernClient(app, { name: `client of ${name}`, key }));
  await provider?.startFor(origin);
  return {
    app,
    origin,
    agents,
    credentials: provider ? [...CREDENTIALS, PROVIDER_CREDENTIAL] : CREDENTIALS,
    close: async () => {
      await app.close();
      await provider?.stop();
    },
  };
}

/** A server that agents of one tenant find. Nobody uses it. */
function upstreamOf({ name }: Tenant) {
  return [`desk-of-${name}`, { url: 'http://127.0.0.1:9/mcp', tenants: [name] }] as const;
}

/** Has each tenant call, leave a call running, and an admin end a session of it. */
export async function fill({ origin, agents }: World): Promise<void> {
  for (const { name, key, tool, payload, trail } of TENANTS) {
    const short = await connectLegacyClient(origin, { name: `client of ${name}`, key });
    await short.callTool({ name: tool, arguments: { note: payload } });
    const body = JSON.stringify({ reason: trail });
    const headers = { 'content-type': 'application/json' };
    const path = `/sessions/${short.transport.sessionId}`;
    const { status } = await asAdmin(origin, path, { method: 'DELETE', headers, body });
    if (status !== 202) throw new Error(`Ending a session of ${name} was answered with ${status}`);
    await short.close();
    holdCall(agents.get(name));
  }
  await waitUntil(async () => (await readStats(origin)).toolCallsInFlight === TENANTS.length, {
    reason: 'a call of each tenant runs',
  });
}

/** Begins a call that ends with the application, however long the tests take: a client would give it up after a minute. */
function holdCall(agent: ModernClient | undefined): void {
  agent?.callTool({ name: 'hold' }, { timeout: 3_600_000 }).catch(() => undefined);
}

/** Has each tenant call once, the first one twice: each stream of one tenant goes on after calls of the other. */
export async function goOn({ origin, agents }: World): Promise<void> {
  const { totalToolCalls } = await readStats(origin);
  const callers = [...TENANTS, ...TENANTS.slice(0, 1)];
  for (const { name, tool, payload } of callers)
    await agents.get(name)?.callTool({ name: tool, arguments: { note: payload } });
  const isLogged = async (): Promise<boolean> => {
    const stats = await readStats(origin);
    return (
      stats.toolCallsInFlight === TENANTS.length && stats.totalToolCalls === totalToolCalls + callers.length
    );
  };
  await waitUntil(isLogged, { reason: 'the calls have ended in the log' });
}

/** What the log holds of each tenant. */
export async function readTenants(origin: string): Promise<FilledTenant[]> {
  const all = await readAll(origin, '0');
  const { inFlight } = await readStats(origin);
  return TENANTS.map((tenant) => {
    const events = all.filter(({ tenantId, type }) => tenantId === tenant.name && !type.startsWith('admin:'));
    const running = inFlight.find(({ tenantId }) => tenantId === tenant.name);
    const ended = events.find(({ type }) => type === 'session:close')?.sessionId;
    const last = events.at(-1)?.id;
    if (!running || !ended || !last)
      throw new Error(`${tenant.name} has no running call, or no ended session`);
    return {
      ...tenant,
      ended,
      open: running.sessionId,
      running: running.callId,
      last,
      marks: marksOf(tenant, events),
    };
  });
}

function marksOf({ name, tool, payload, trail }: Tenant, events: readonly CrowsnestEvent[]): string[] {
  // Not the ids of events: everybody is told up to which one an answer reaches.
  const ids = events.flatMap(({ sessionId, data }) => [sessionId, 'callId' in data ? data.callId : '']);
  return [...new Set([name, tool, payload, trail, ...ids])].filter((text) => text !== '');
}

/** A new session of the tenant without calls, and a new call of its other session that runs. */
export async function newTargets(
  { origin, agents }: World,
  { name, key }: Tenant,
): Promise<{ open: string; running: string }> {
  const before = new Set((await readStats(origin)).inFlight.map(({ callId }) => callId));
  holdCall(agents.get(name));
  const running = await waitUntil(
    async () => (await readStats(origin)).inFlight.find(({ callId }) => !before.has(callId))?.callId,
    { reason: 'the new call runs' },
  );
  return { open: await beginSession(origin, bearer(key)), running: running ?? '' };
}
