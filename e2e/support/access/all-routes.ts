import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../environment/temporary-folder.ts';
import { ADMIN_TOKEN } from '../server/server-process.ts';
import { startApplication, type TestApplication } from '../server/test-application.ts';

/** A right secret of each kind of sender. */
export const KEYS = {
  admin: ADMIN_TOKEN,
  agent: 'a-key-of-an-agent',
  observer: 'a-key-of-an-observer',
} as const;

/** Where all routes are mounted, the MCP endpoint too. */
export const BASE = '/ops';

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9';

/** The only file of the console that does not change. */
export const CONSOLE_FILE = 'main-ABCD2345.js';

/**
 * Starts an application that serves something at every route. It trusts one proxy, so that a test can send each request
 * from another address: wrong attempts are counted by address. Its log is in memory if no other is given.
 */
export async function startAllRoutes(log = 'memory:'): Promise<TestApplication> {
  const directory = await temporaryFolder();
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>Console</title>');
  await writeFile(join(directory, CONSOLE_FILE), 'console.log(1)');
  const roles = [{ value: 'sre', role: 'admin' as const }];
  const desk = {
    name: 'desk',
    issuer: NOWHERE,
    clientId: 'crowsnest',
    clientSecret: 'a-secret-of-the-desk',
    roles,
  };
  return startApplication([], {
    path: BASE,
    events: { log },
    access: { trustProxy: 1 },
    dashboard: { directory },
    mcp: { path: `${BASE}/mcp`, agentKeys: [{ tenantId: 'acme', key: KEYS.agent }] },
    ingest: { keys: [{ tenantId: 'acme', key: KEYS.observer }] },
    upstreams: { box: { url: `${NOWHERE}/mcp` } },
    signIn: { oidc: { providers: [desk] } },
  });
}

let sent = 0;

/** The header by which each request comes from another address. */
export function fromElsewhere(): Record<string, string> {
  sent += 1;
  return { 'x-forwarded-for': `192.0.${(sent >> 8) & 255}.${sent & 255}` };
}
