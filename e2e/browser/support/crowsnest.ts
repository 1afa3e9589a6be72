import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { UncommittedEvent } from '#contract';
import { createEventLog } from '#events';
import { connectLegacyClient, type LegacyClient } from '#testing';
import type { CrowsnestOptions } from '#crowsnest';
import { INSTANCES } from '../../support/cluster/served-tools.ts';
import { ADMIN_TOKEN, freePort } from '../../support/server/server-process.ts';
import { BalancedServers } from './balanced-servers.ts';
import type { Deployment } from './deployment.ts';
import { HoldingServer } from './holding-server.ts';
import { SingleServer } from './single-server.ts';

/** A server that can be stopped and started again on the same port with the same log; or several in its place. */
export class Crowsnest {
  constructor(
    readonly port: number,
    private readonly deployment: Deployment,
    private readonly path = '',
  ) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The sign-in link, as the server prints it. */
  get signInLink(): string {
    return `${this.origin}${this.path}/dashboard/#token=${ADMIN_TOKEN}`;
  }

  start(): Promise<void> {
    return this.deployment.start();
  }

  /** Stops the server with SIGTERM. */
  stop(): Promise<void> {
    return this.deployment.stop();
  }

  /** Kills the server with SIGKILL. */
  kill(): Promise<void> {
    return this.deployment.kill();
  }

  /** Logs events as if they had happened before. The server is stopped and started again for that. */
  async addPast(events: readonly UncommittedEvent[]): Promise<void> {
    await this.stop();
    const log = createEventLog(this.deployment.log);
    await log.open();
    const ignore = (): undefined => undefined;
    log.follow({ committed: ignore, publish: ignore, notice: ignore, findSession: ignore, refused: ignore });
    for (const event of events) log.append(event);
    await log.flush();
    await log.close();
    await this.start();
  }

  /** Deletes the log of the stopped server. Sign-ins stay valid. */
  loseLog(): Promise<void> {
    return this.deployment.loseLog();
  }

  /** Makes the log unusable, so that nothing can be written. */
  breakLog(): Promise<void> {
    return this.deployment.breakLog();
  }

  /** Makes it usable again. */
  mendLog(): Promise<void> {
    return this.deployment.mendLog();
  }

  /** Connects an agent with a protocol session. */
  async connectAgent(name = 'weather-agent'): Promise<LegacyClient> {
    return connectLegacyClient(this.origin, { name });
  }
}

/** Calls the weather tool for each city in turn. */
export async function askWeather(agent: LegacyClient, ...cities: string[]): Promise<void> {
  for (const city of cities) await agent.callTool({ name: 'get_current_weather', arguments: { city } });
}

/** The page of the console. */
export class ConsolePage {
  readonly connection: Locator;
  /** The rows of the feed, whatever they are about. */
  readonly allRows: Locator;
  /** Those without what the test has not asked for: its own sign-in, and instances that join. */
  readonly rows: Locator;

  constructor(readonly page: Page) {
    this.connection = page.locator('app-connection-badge');
    this.allRows = page.getByRole('region', { name: 'Feed' }).getByRole('listitem');
    this.rows = this.allRows.filter({ hasNotText: /signs in|joins with version/ });
  }

  /** Opens the sign-in link and waits for the stream. */
  async openSignedIn({ signInLink }: Pick<Crowsnest, 'signInLink'>): Promise<void> {
    await this.page.goto(signInLink);
    await expect(this.connection).toHaveText('Live');
  }

  /** Waits until the feed has the sign-in, which another server may have logged after what came later. */
  async seeSignIn(): Promise<void> {
    await expect(this.allRows.filter({ hasText: 'signs in' })).toHaveCount(1);
  }

  /** A figure of the overview: what is open or running now, or the number of all calls or failures. */
  figure(card: 'sessions' | 'in-flight' | 'calls' | 'errors'): Locator {
    const isTotal = card === 'calls' || card === 'errors';
    return this.page.locator(`#stat-${card} ${isTotal ? '.total' : '.figure'}`);
  }

  /** Follows the link to a page in the row of pages, and waits for it: the page before may have controls of the same name. */
  async goTo(name: 'Overview' | 'Sessions' | 'Tools' | 'Errors' | 'Clients' | 'Audit'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).press('Enter');
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeAttached();
  }

  /** Shows the start of each call as a row of its own, so that every event has a row. */
  async showStartsApart(): Promise<void> {
    const choice = this.page.getByLabel('Start and end apart');
    if (!(await choice.isChecked())) await choice.press('Space');
    await expect(choice).toBeChecked();
  }

  /** The ids of all events in the feed, those of sign-ins too, newest first. */
  async eventIds(): Promise<string[]> {
    const anchors = await this.allRows.evaluateAll((rows) => rows.map((row) => (row as { id: string }).id));
    return anchors.map((anchor) => anchor.replace('event-', ''));
  }
}

interface Fixtures {
  /** Number of servers; more than one share a log in Redis behind a load balancer. */
  instances: number;
  /** Environment variables of the server. */
  environment: Record<string, string>;
  /** What serves the console, and the port at which it does. */
  deployment: { port: number; deployment: Deployment };
  crowsnest: Crowsnest;
  /** Options of the holding server. */
  holding: CrowsnestOptions;
  harbor: HoldingServer;
  lookout: ConsolePage;
  pageErrors: string[];
}

/** Gives every test a server of its own, and fails it on errors of the page. */
export const test = base.extend<Fixtures>({
  environment: [{}, { option: true }],
  instances: [INSTANCES, { option: true }],
  deployment: async ({ instances, environment }, use) => {
    const port = await freePort();
    const deployment =
      instances > 1
        ? await BalancedServers.prepare(port, instances, environment)
        : await SingleServer.prepare(port, environment);
    await use({ port, deployment });
    await deployment.stop();
    await deployment.dispose();
  },
  crowsnest: async ({ deployment: { port, deployment }, environment }, use) => {
    const crowsnest = new Crowsnest(port, deployment, environment['CROWSNEST_PATH']);
    await crowsnest.start();
    await use(crowsnest);
  },
  holding: [{}, { option: true }],
  harbor: async ({ holding, instances }, use) => {
    const harbor = await HoldingServer.start(holding, instances);
    await use(harbor);
    await harbor.stop();
  },
  lookout: async ({ page }, use) => {
    await use(new ConsolePage(page));
  },
  // Uncaught errors and violations of the security policy. Failed requests are up to the test.
  pageErrors: [
    async ({ page }, use) => {
      const pageErrors: string[] = [];
      page.on('pageerror', (error) => pageErrors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
          pageErrors.push(message.text());
        }
      });
      await use(pageErrors);
      expect(pageErrors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
