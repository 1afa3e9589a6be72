import type { BrowserContext } from '@playwright/test';

/**
 * Runs a script in the worker that reads the stream, before its own. No tool reaches into a SharedWorker, so the pages
 * have none, and the first of them runs the worker for all.
 */
export async function changeWorker(context: BrowserContext, script: string): Promise<void> {
  await context.addInitScript('delete globalThis.SharedWorker');
  await context.route(/\/worker-[^/]+\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}
