import { expect, type Locator, type Page } from '@playwright/test';

/** Puts the focus on a control, presses a key, and expects what is to come of it, without the focus being lost. */
export async function press(control: Locator, then: () => Promise<void>, key = 'Enter'): Promise<void> {
  await expect(control).toBeEnabled();
  await control.press(key);
  await then();
  // What was removed with the focus gives it away once its successor is rendered.
  await expect.poll(() => isFocusLost(control.page())).toBe(false);
}

/** Whether the focus has fallen to the page as a whole, where nobody sees it. */
function isFocusLost(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.activeElement === document.body');
}
