// Takes the pictures of the console: a built server with the demo agents, and a browser that looks at it.
//   npm run docs:pictures             docs/console.png, for the README
//   npm run docs:pictures -- FOLDER   every page in both themes at three widths, to look at
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import config from '../playwright.config.ts';
import { isLive } from './tasks/address.mjs';
import { NODE } from './tasks/project.mjs';
import { Service } from './tasks/service.mjs';

const PORT = Number(process.env.PORT ?? 3210);
const ORIGIN = `http://127.0.0.1:${PORT}`;
const TOKEN = 'a-token-for-the-pictures';
/** How long the agents work before the pictures, so that there is something to see. */
const WORK_MS = Number(process.env.WORK_MS ?? 75_000);

const PAGES = {
  overview: '',
  sessions: 'sessions',
  tools: 'tools?sort=-p99',
  errors: 'errors',
  clients: 'clients',
  alerts: 'alerts',
  audit: 'audit',
  missing: 'no-such-page',
};
const ALERTS = {
  rules: [
    {
      name: 'search fails',
      kind: 'error-rate',
      filter: 'tool:search*',
      window: '5m',
      minimum: 5,
      above: 0.05,
    },
    { name: 'slow', kind: 'latency', window: '5m', above: '1s' },
    { name: 'stuck', kind: 'stuck-call' },
  ],
};
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

const folder = process.argv[2];
const data = await mkdtemp(join(tmpdir(), 'crowsnest-pictures-'));
const configuration = join(data, 'crowsnest.json');
await writeFile(configuration, JSON.stringify({ alerts: ALERTS }));
const server = new Service('server', NODE, ['dist/apps/server/main.js'], {
  env: {
    ...process.env,
    PORT: String(PORT),
    ADMIN_TOKENS: TOKEN,
    CROWSNEST_CONFIG: configuration,
    CROWSNEST_LOG: `sqlite:${join(data, 'events.db')}`,
  },
});
try {
  if (!(await isLive(ORIGIN, AbortSignal.timeout(60_000)))) throw new Error('The server does not answer.');
  const agents = new Service('agents', NODE, ['dist/apps/agents/main.js', '--url', `${ORIGIN}/mcp`]);
  await takeAll();
  await agents.stop();
} finally {
  await server.stop();
  await rm(data, { recursive: true, force: true });
}

async function takeAll() {
  const browser = await chromium.launch(config.use.launchOptions);
  const sizes = folder ? SIZES : SIZES.slice(0, 1);
  const themes = folder ? ['light', 'dark'] : ['light'];
  const watching = await Promise.all(
    themes.flatMap((colorScheme) => sizes.map((viewport) => watch(browser, colorScheme, viewport))),
  );
  await delay(WORK_MS);
  for (const one of watching)
    await (folder ? takePages(one) : one.page.screenshot({ path: 'docs/console.png' }));
  await browser.close();
}

/** Opens the console before the pictures, since its rates begin when it is opened. */
async function watch(browser, colorScheme, viewport) {
  const context = await browser.newContext({ colorScheme, viewport, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${ORIGIN}/dashboard/#token=${TOKEN}`);
  return { page, name: `${viewport.width}-${colorScheme}` };
}

async function takePages({ page, name }) {
  await mkdir(folder, { recursive: true });
  for (const [title, path] of Object.entries(PAGES)) {
    if (path !== '') await page.goto(`${ORIGIN}/dashboard/${path}`);
    await page.locator('main h1').first().waitFor({ state: 'attached' });
    await delay(1_500);
    await page.screenshot({ path: join(folder, `${title}-${name}.png`), fullPage: true });
  }
}
