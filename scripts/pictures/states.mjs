// The states of the console of which pictures are taken: busy, empty, and broken in several ways.
import { setTimeout as delay } from 'node:timers/promises';
import { ORIGIN, PicturedServer } from './pictured-server.mjs';

/** How long the agents work before the pictures, so that there is something to see, in milliseconds. */
export const WORK_MS = Number(process.env.WORK_MS ?? 75_000);

const EMPTY_PAGES = {
  overview: '',
  sessions: 'sessions',
  tools: 'tools',
  errors: 'errors',
  clients: 'clients',
};
const BUSY_PAGES = {
  ...EMPTY_PAGES,
  tools: 'tools?sort=-p99',
  tool: 'tools?tool=search_knowledge_base&uncalled=shown',
  range: '?last=15m',
  alerts: 'alerts',
  audit: 'audit',
  missing: 'no-such-page',
};
const RULES = [
  { name: 'search fails', kind: 'error-rate', filter: 'tool:search*', window: '5m', minimum: 5, above: 0.05 },
  { name: 'slow', kind: 'latency', window: '5m', above: '1s' },
  { name: 'stuck', kind: 'stuck-call' },
];
const DOWN = { command: process.execPath, args: ['-e', 'console.error("no such index"); process.exit(1)'] };
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'crew', version: '1.0' },
  },
};

/** The configuration of a server with agents at work. */
export const BUSY = { alerts: { rules: RULES } };

/** Every page while agents work. */
export function takeBusy(camera) {
  return PicturedServer.during(BUSY, async (server) => {
    server.startAgents();
    // Before the work, since the rates of a console begin when it is opened.
    const watching = await camera.watchAll();
    await delay(WORK_MS);
    await camera.takePages(watching, { ...BUSY_PAGES, ...(await pagesOfFailure(watching[0])) });
    await camera.closeAll(watching);
  });
}

/** The page of the session whose call failed last, and the same with the panel of that call. */
async function pagesOfFailure({ page }) {
  const answer = await page.request.get(`${ORIGIN}/history?filter=is:error&limit=1`);
  const { events } = await answer.json();
  const [{ id, sessionId }] = events;
  return { session: `sessions/${sessionId}`, call: `sessions/${sessionId}?call=${id}` };
}

/** The pages of a server that no agent has called, and the page of the sign-in. */
export function takeEmpty(camera) {
  return PicturedServer.during({}, async () => {
    const strangers = await camera.watchAll(`${ORIGIN}/dashboard/`);
    await camera.takeOpen(strangers, 'signed-out', 'input');
    await camera.closeAll(strangers);
    const watching = await camera.watchAll();
    await camera.takePages(watching, named('empty', EMPTY_PAGES));
    await camera.closeAll(watching);
  });
}

/** A log that cannot be written, a server that is away, and a log that was lost meanwhile. */
export function takeBroken(camera) {
  return PicturedServer.during({}, async (server) => {
    server.startAgents();
    const watching = await camera.watchAll();
    await delay(WORK_MS / 5);
    await server.breakLog();
    await camera.takeOpen(watching, 'log-down', '[role=alert]');
    await server.stop();
    await camera.takeOpen(watching, 'unreachable', '.stale');
    await server.loseLog();
    await server.start();
    await camera.takeOpen(watching, 'gap', 'text=are missing');
    await camera.closeAll(watching);
  });
}

/** An upstream that does not start. */
export function takeUpstreamDown(camera) {
  return PicturedServer.during({ upstreams: { search: DOWN } }, async () => {
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    await fetch(`${ORIGIN}/mcp/search`, { method: 'POST', headers, body: JSON.stringify(INITIALIZE) });
    const watching = await camera.watchAll();
    await camera.takePages(watching, { 'upstream-down': 'upstreams' });
    await camera.closeAll(watching);
  });
}

function named(state, pages) {
  return Object.fromEntries(Object.entries(pages).map(([title, path]) => [`${title}-${state}`, path]));
}
