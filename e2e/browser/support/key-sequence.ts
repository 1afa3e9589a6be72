import type { Page } from '@playwright/test';

/** Presses keys in turn so closely that even a busy machine takes them for one sequence. */
export async function pressInTurn({ keyboard }: Page, ...keys: string[]): Promise<void> {
  // Each key is sent without waiting until the page has handled the previous one.
  await Promise.all(keys.map((key) => keyboard.press(key)));
}
