// Browsers of several sizes, in both themes, that look at the console and take pictures of it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import config from '../../playwright.config.ts';
import { ORIGIN, SIGN_IN_LINK } from './pictured-server.mjs';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];
const THEMES = ['light', 'dark'];
/** How long charts and lists take to settle, in milliseconds. */
const SETTLE_MS = 1_500;

/** A browser that takes pictures of the console. */
export class Camera {
  #folder;
  #browser;

  /** Gives a camera to `use`, whose pictures lie in a folder, and closes its browser. */
  static async during(folder, use) {
    await mkdir(folder, { recursive: true });
    const camera = new Camera();
    camera.#folder = folder;
    camera.#browser = await chromium.launch(config.use.launchOptions);
    try {
      await use(camera);
    } finally {
      await camera.#browser.close();
    }
  }

  /** Opens the console in each size and theme; `at` is where, the sign-in link without it. */
  watchAll(at = SIGN_IN_LINK) {
    return Promise.all(
      THEMES.flatMap((colorScheme) => SIZES.map((viewport) => this.watch({ colorScheme, viewport, at }))),
    );
  }

  async watch({ colorScheme = 'light', viewport = SIZES[0], at = SIGN_IN_LINK } = {}) {
    const context = await this.#browser.newContext({ colorScheme, viewport, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(at);
    return { page, name: `${viewport.width}-${colorScheme}` };
  }

  /** Takes each page of the console, by its title and path, for each that watches. */
  async takePages(watching, pages) {
    for (const one of watching)
      for (const [title, path] of Object.entries(pages)) {
        await one.page.goto(`${ORIGIN}/dashboard/${path}`);
        await one.page.locator('main h1').first().waitFor({ state: 'attached' });
        await this.#take(one, title);
      }
  }

  /** Takes what is open now, for each that watches, once it shows a selector. */
  async takeOpen(watching, title, selector) {
    for (const one of watching) {
      await one.page.locator(selector).first().waitFor();
      await this.#take(one, title);
    }
  }

  async closeAll(watching) {
    await Promise.all(watching.map(({ page }) => page.context().close()));
  }

  async #take({ page, name }, title) {
    await delay(SETTLE_MS);
    await page.screenshot({ path: join(this.#folder, `${title}-${name}.png`), fullPage: true });
  }
}
