import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConsoleLogger, Injectable, Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { z } from 'zod';
import type { CrowsnestEvent } from '#contract';
import { connectLegacyClient, connectModernClient } from '#testing';
import { Tool, type PayloadOptions, type ToolContext } from '#tools';
import { EventStream } from '../support/server/event-stream.ts';
import { beginSession, callRequest, sendModern, sendRaw } from '../support/agents/raw-mcp.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const { jest } = import.meta;

/** A part of every secret in these suites, and of nothing else. Wherever it is found, a secret has leaked. */
const CANARY = 'CANARY';
/** Accompanies the secrets. It must be found wherever payloads are kept. */
const HARMLESS = 'harmless-remark';

const AGENT_KEY = `agent-key-${CANARY}`;
const ADMIN = `admin-token-${CANARY}-0123456789`;
const GITHUB = `ghp_${CANARY}a1b2c3d4e5f6g7h8i9j0k1l2m3n4`;
const JWT = `eyJhbGciOiJIUzI1NiJ9.eyJ${CANARY}IjoiMSJ9.${CANARY}${'x'.repeat(30)}`;
const PEM = `-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----`;

const secrets = {
  remark: HARMLESS,
  password: `${CANARY} 1`,
  deep: [{ nested: { client_secret: `${CANARY} 2`, cookie: { sid: `${CANARY} 3` } } }],
  headers: [{ name: 'X-Api-Key', value: `${CANARY} 4` }],
  text: `Authorization: Bearer ${CANARY}-5`,
  json: JSON.stringify({ inner: JSON.stringify({ apiKey: `${CANARY} 6` }) }),
  list: [GITHUB, JWT, PEM, `https://user:${CANARY}7@host/x`, `/x?access_token=${CANARY}8`],
  [`sk-${CANARY}0123456789abcdef`]: 'as a key',
};

@Injectable()
class Leaky {
  @Tool({ name: 'echo', input: z.looseObject({}) })
  echo(input: object) {
    return { ...input, token: `${CANARY} result` };
  }

  @Tool({ name: 'decline', input: z.looseObject({}) })
  decline() {
    return { isError: true, content: [{ type: 'text', text: `Wrong password: ${CANARY}; ${HARMLESS}` }] };
  }

  @Tool({ name: 'throw', input: z.looseObject({}) })
  throw(): never {
    throw new Error(`connect postgres://admin:${CANARY}@db.example failed with ${GITHUB}`);
  }

  @Tool({ name: 'hold', input: z.looseObject({}) })
  async hold(_: unknown, context: ToolContext): Promise<string> {
    await context.reportProgress({ progress: 1, message: `signing in with token=${CANARY}` });
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
    throw new Error(`Interrupted with secret=${CANARY}`);
  }
}

describe.each<PayloadOptions>([{ mode: 'redacted' }, { mode: 'off' }])(
  'a server with payloads $mode',
  (payloads) => {
    let application: TestApplication;
    let origin: string;
    let folder: string;
    let printed: string;
    let told: unknown[];
    let stream: EventStream;

    const asAdmin = async (path: string, init: RequestInit = {}): Promise<string> => {
      const response = await fetch(`${origin}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${ADMIN}` },
      });
      return response.text();
    };

    /** Resolves once this number of handlers have reported progress. */
    const progressOf = (count: number) =>
      stream.until(() => stream.events.filter(({ type }) => type === 'tool:progress').length >= count);

    /** Lets agents of both eras call every tool, and fail in every possible way. */
    const agentsCall = async (): Promise<void> => {
      const options = { name: `agent ${GITHUB}`, key: AGENT_KEY };
      const legacy = await connectLegacyClient(origin, options);
      const modern = await connectModernClient(origin, options);
      for (const { callTool } of [
        { callTool: (name: string) => legacy.callTool({ name, arguments: secrets }) },
        { callTool: (name: string) => modern.callTool({ name, arguments: secrets }) },
      ])
        for (const name of ['echo', 'decline', 'throw', `unknown-sk-${CANARY}0123456789`])
          await callTool(name).catch(() => undefined);
      for (const cancel of [legacy, modern]) {
        const gone = new AbortController();
        const call =
          cancel === legacy
            ? legacy.callTool({ name: 'hold', arguments: secrets }, undefined, { signal: gone.signal })
            : modern.callTool({ name: 'hold', arguments: secrets }, { signal: gone.signal });
        await progressOf(cancel === legacy ? 1 : 2);
        gone.abort(`no longer: api_key=${CANARY}`);
        await call.catch(() => undefined);
      }
      await Promise.all([legacy.close(), modern.close()]);
    };

    /** Sends secrets in headers, in URLs, and in requests that are refused. */
    const strangersKnock = async (): Promise<void> => {
      const headers = { authorization: `Bearer ${AGENT_KEY}`, cookie: `sid=${CANARY}`, 'x-secret': CANARY };
      const sessionId = await beginSession(origin, headers);
      const inSession = { ...headers, 'mcp-session-id': sessionId };
      await sendRaw(origin, callRequest('echo', secrets), { headers: inSession });
      await sendRaw(origin, `{"password": "${CANARY}`, { headers: inSession });
      await sendRaw(origin, callRequest('echo'), { headers: { authorization: `Bearer wrong-${CANARY}` } });
      await sendRaw(origin, callRequest('echo'), { headers: { ...headers, 'mcp-session-id': CANARY } });
      await sendModern(origin, 'tools/call', { name: 'echo', arguments: secrets }, { headers });
      const mismatched = { ...headers, 'mcp-name': `sk-${CANARY}0123456789abcdef` };
      await sendModern(origin, 'tools/call', { name: 'echo', arguments: {} }, { headers: mismatched });
      await sendModern(origin, `secret=${CANARY}`, {}, { headers });
      await fetch(`${origin}/mcp?api_key=${CANARY}`, { method: 'POST', headers, body: '{}' });
      for (const path of ['events', 'stats', 'history', CANARY, `sessions/${CANARY}`, `dashboard/${CANARY}`])
        await fetch(`${origin}/${path}?token=${CANARY}`, {
          headers: { authorization: `Bearer wrong-${CANARY}` },
        });
      await asAdmin(`/sessions/${sessionId}?x=${CANARY}`);
      await fetch(`${origin}/sessions/${sessionId}`, {
        method: 'DELETE',
        body: JSON.stringify({ reason: `leaked password=${CANARY}` }),
        headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
      });
    };

    beforeAll(async () => {
      folder = await temporaryFolder();
      application = await startApplication([Leaky], {
        events: { log: `sqlite:${join(folder, 'events.db')}` },
        tools: { payloads },
        mcp: { agentKeys: [{ tenantId: 'acme', key: AGENT_KEY }] },
        signIn: {
          tokens: [{ token: ADMIN, name: 'admin', role: 'admin', tenantId: null }],
          dataDirectory: folder,
        },
      });
      ({ origin } = application);
      printed = '';
      for (const stream of [process.stdout, process.stderr])
        jest.spyOn(stream, 'write').mockImplementation((chunk) => {
          printed += String(chunk);
          return true;
        });
      application.app.useLogger(new ConsoleLogger());
      told = [];
      application.app.get(EventEmitter2).onAny((_, event) => told.push(JSON.parse(JSON.stringify(event))));
      stream = await EventStream.open(origin, { headers: { authorization: `Bearer ${ADMIN}` } });
      await agentsCall();
      await strangersKnock();
      await stream.until(() => stream.events.some(({ type }) => type === 'admin:session-end'));
    });

    afterAll(async () => {
      stream.cut();
      await application.app.close();
      Logger.overrideLogger(false);
      jest.restoreAllMocks();
    });

    const everything = async (): Promise<Record<string, string>> => {
      const paths = ['/history?limit=1000', '/stats', '/sessions', '/auth/session'];
      const answers = await Promise.all(paths.map(async (path) => [path, await asAdmin(path)] as const));
      const names = await readdir(folder);
      const files = await Promise.all(
        names.map(async (name) => [name, (await readFile(join(folder, name))).toString('latin1')] as const),
      );
      return {
        bus: JSON.stringify(told),
        stream: stream.frames.map(({ data }) => data).join('\n'),
        printed,
        ...Object.fromEntries(answers),
        ...Object.fromEntries(files),
      };
    };

    it('shows no secret on the bus, on the stream, in responses, in its output or in its files', async () => {
      const places = await everything();
      expect(Object.keys(places)).toEqual(expect.arrayContaining(['events.db', 'events.db-wal']));
      const leaks = Object.entries(places).flatMap(([place, text]) => {
        const at = text.indexOf(CANARY);
        return at < 0 ? [] : [`${place}: …${text.slice(Math.max(0, at - 200), at + 60)}`];
      });
      expect(leaks).toEqual([]);
    });

    it('shows everything that is not secret', async () => {
      const places = await everything();
      const isKept = payloads.mode === 'redacted';
      for (const place of ['bus', 'stream', '/history?limit=1000', 'events.db-wal'])
        expect([place, places[place]?.includes('[redacted]')]).toEqual([place, true]);
      for (const place of ['bus', 'stream', '/history?limit=1000'])
        expect([place, places[place]?.includes(`"remark":"${HARMLESS}"`)]).toEqual([place, isKept]);
      // Events always include the message of a failure.
      expect(places['stream']).toContain(`Wrong password: [redacted]; ${HARMLESS}`);
      expect(places['stream']).toContain('connect postgres://[redacted]@db.example failed with [redacted]');
      expect(places['stream']).toContain('signing in with token=[redacted]');
      expect(places['stream']).toContain('"name":"agent [redacted]"');
      expect(places['stream']).toContain('"tool":"unknown-[redacted]"');
      expect(places['stream']).toContain('"reason":"leaked password=[redacted]"');
    });

    it('includes payloads in events only when they are enabled', () => {
      const events = stream.events.filter(({ type }) => type.startsWith('tool:'));
      expect(events.length).toBeGreaterThan(20);
      const fields = (event: CrowsnestEvent) =>
        Object.keys(event.data).filter((name) => /^(?:arguments|result)$/.test(name));
      const carried = Object.groupBy(events, (event) => `${event.type} ${fields(event).join()}`);
      expect(Object.keys(carried).toSorted()).toEqual(
        payloads.mode === 'off'
          ? ['tool:done ', 'tool:error ', 'tool:progress ', 'tool:start ']
          : // A call that was cancelled or refused has no result.
            [
              'tool:done result',
              'tool:error ',
              'tool:error result',
              'tool:progress ',
              'tool:start arguments',
            ],
      );
    });

    it('keeps payloads out of snapshots', async () => {
      const { recentEvents } = JSON.parse(await asAdmin('/stats')) as { recentEvents: CrowsnestEvent[] };
      expect(recentEvents.length).toBeGreaterThan(10);
      expect(JSON.stringify(recentEvents)).not.toContain('"remark"');
      expect(JSON.stringify(stream.hello)).not.toContain('"remark"');
    });
  },
);
