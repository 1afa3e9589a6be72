import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { connectLegacyClient, type LegacyClient } from '#testing';
import { ADMIN_TOKEN, freePort, ServerProcess } from '../support/server/server-process.ts';

/** A server that can be lost and found again: port and log stay the same. */
export class Crowsnest {
  #process: ServerProcess | undefined;

  constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  get #log(): string {
    return join(this.folder, 'events.db');
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What the server prints when it makes the token itself. */
  get signInLink(): string {
    return `${this.origin}/dashboard/#token=${ADMIN_TOKEN}`;
  }

  async start(): Promise<void> {
    this.#process = await ServerProcess.start(this.port, {
      HOST: '127.0.0.1',
      CROWSNEST_LOG: `sqlite:${this.#log}`,
    });
  }

  /** Ends it in order. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  /** Ends it without a word. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** Loses its log and begins another, as a reset machine does. Sign-ins stay good. */
  async loseLog(): Promise<void> {
    const names = await readdir(this.folder);
    for (const name of names.filter((file) => file.startsWith('events.db')))
      await rm(join(this.folder, name));
  }

  /** Puts something in the place of the log's file that is none: nothing can be written from now on. */
  async breakLog(): Promise<void> {
    await rename(this.#log, `${this.#log}.moved`);
    await writeFile(this.#log, 'somebody else');
  }

  /** Takes it away again. */
  async mendLog(): Promise<void> {
    await rm(this.#log);
  }

  /** An agent as most are today, connected to `/mcp`. */
  async connectAgent(name = 'weather-agent'): Promise<LegacyClient> {
    return connectLegacyClient(this.origin, { name });
  }
}

/** Asks for the weather, as often as there are cities. */
export async function askWeather(agent: LegacyClient, ...cities: string[]): Promise<void> {
  for (const city of cities) await agent.callTool({ name: 'get_current_weather', arguments: { city } });
}

/** The console as a test reads it. */
export class ConsolePage {
  readonly connection: Locator;
  readonly rows: Locator;

  constructor(readonly page: Page) {
    this.connection = page.locator('app-connection-badge');
    this.rows = page.getByRole('region', { name: 'Live feed' }).getByRole('listitem');
  }

  /** Opens the sign-in link and waits for the stream. */
  async openSignedIn(crowsnest: Crowsnest): Promise<void> {
    await this.page.goto(crowsnest.signInLink);
    await expect(this.connection).toHaveText('Live');
  }

  /** The figure of one of the cards at the top. */
  figure(card: 'sessions' | 'in-flight' | 'calls' | 'errors'): Locator {
    return this.page.locator(`#stat-${card} .figure`);
  }

  /** The ids of the events in the feed, newest first, as their rows' anchors name them. */
  async eventIds(): Promise<string[]> {
    const anchors = await this.rows.evaluateAll((rows) => rows.map((row) => (row as { id: string }).id));
    return anchors.map((anchor) => anchor.replace('event-', ''));
  }
}

interface Fixtures {
  crowsnest: Crowsnest;
  lookout: ConsolePage;
  complaints: string[];
}

/** Every test gets a server of its own and a console page that must not complain. */
export const test = base.extend<Fixtures>({
  crowsnest: async ({ browserName }, use) => {
    const folder = await mkdtemp(join(tmpdir(), `crowsnest-${browserName}-`));
    const crowsnest = new Crowsnest(await freePort(), folder);
    await crowsnest.start();
    await use(crowsnest);
    await crowsnest.stop();
    await rm(folder, { recursive: true, force: true });
  },
  lookout: async ({ page }, use) => {
    await use(new ConsolePage(page));
  },
  // Errors of the page and violations of its security policy. Requests that fail are the test's business.
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
          complaints.push(message.text());
        }
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
