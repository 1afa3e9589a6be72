import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import playwright from '../../playwright.config.ts';
import { ADMIN_TOKEN } from '../crowsnest-access.ts';
import { timeUntilResult } from './frames.ts';

const VIEWPORT = { width: 1440, height: 900 };
/** Garbage collections before the heap is measured, and the milliseconds between them. */
const COLLECTIONS = 6;
const BETWEEN_MS = 300;

/** A browser in which an admin has signed in to the console. */
export class ConsoleBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly devtools: CDPSession,
  ) {}

  /** Opens the overview; resolves once it is live. */
  static async open(port: number): Promise<ConsoleBrowser> {
    const browser = await chromium.launch(playwright.use?.launchOptions);
    const context = await browser.newContext({ viewport: VIEWPORT });
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/dashboard/#token=${ADMIN_TOKEN}`);
    await page.locator('app-connection-badge', { hasText: 'Live' }).waitFor();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new ConsoleBrowser(browser, context, page, devtools);
  }

  /** CPU time of the page's main thread so far, in seconds. Elapsed time would include other work of the machine. */
  async mainThreadSeconds(): Promise<number> {
    const { metrics } = await this.devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  }

  /** Bytes on the page's heap that no garbage collection frees. One alone leaves up to 3 MB that the next ones free. */
  async retainedBytes(): Promise<number> {
    const sizes: number[] = [];
    for (let pass = 0; pass < COLLECTIONS; pass += 1) {
      await this.devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await this.devtools.send('Runtime.getHeapUsage');
      sizes.push(usedSize);
      await this.page.waitForTimeout(BETWEEN_MS);
    }
    return Math.min(...sizes);
  }

  /** Opens the overview again in a new tab; resolves with its largest contentful paint, in milliseconds. */
  async paintAgain(): Promise<number> {
    const tab = await this.context.newPage();
    await tab.goto(this.page.url());
    await tab.locator('app-connection-badge', { hasText: 'Live' }).waitFor();
    const ms = await tab.evaluate(largestContentfulPaint);
    await tab.close();
    return ms;
  }

  /** Chooses the newest call of the feed. */
  async chooseNewestCall(): Promise<void> {
    const newest = this.page.getByRole('region', { name: 'Feed' }).getByRole('listitem').first();
    await newest.filter({ hasText: 'done' }).waitFor();
    await this.page.keyboard.press('j');
  }

  /** Opens the chosen call and closes it again; resolves with the milliseconds until its result was shown. */
  async openChosenCall(): Promise<number> {
    const ms = await this.page.getByRole('link', { name: 'Open the call' }).evaluate(timeUntilResult);
    await this.page.keyboard.press('Escape');
    await this.page.getByRole('complementary', { name: 'Call' }).waitFor({ state: 'detached' });
    return ms;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** Runs in the page. The bench is compiled without the types of a browser. */
function largestContentfulPaint(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? NaN)).observe({
      type: 'largest-contentful-paint' as never,
      buffered: true,
    });
  });
}
