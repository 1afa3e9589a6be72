import { readAll, readStats } from '../../support/server/admin-api.ts';
import { expect, type ConsolePage, type Crowsnest } from './crowsnest.ts';

/** What the diagnostics count, in their order. */
const PARTS = ['received', 'shown', 'filtered', 'evicted', 'dropped'] as const;

/** What the diagnostics say became of every event. */
export type Sum = Record<(typeof PARTS)[number], number>;

/** Opens the diagnostics with a key, reads their sum, and closes them. */
export async function readSum({ page }: ConsolePage): Promise<Sum> {
  await page.getByRole('main').focus();
  await page.keyboard.press('d');
  const diagnostics = page.getByRole('dialog', { name: 'Diagnostics' });
  await expect(diagnostics.locator('.sum dd')).toHaveCount(PARTS.length);
  const texts = await diagnostics.locator('.sum dd').allTextContents();
  await page.keyboard.press('Escape');
  await expect(diagnostics).toBeHidden();
  return Object.fromEntries(PARTS.map((part, n) => [part, Number(texts[n]?.replaceAll(/\D/g, ''))])) as Sum;
}

/**
 * Expects that the console counts what the server counts, once both are at rest, and that every event is accounted for:
 * all that the log holds by then, so the tab must have their rows from the first on.
 */
export async function expectReconciled(
  { origin }: Pick<Crowsnest, 'origin'>,
  lookout: ConsolePage,
): Promise<Sum> {
  await expect
    .poll(async () => {
      const { activeSessions, toolCallsInFlight, totalToolCalls, errorCount } = await readStats(origin);
      const counted = { sessions: activeSessions, 'in-flight': toolCallsInFlight };
      return differences(lookout, { ...counted, calls: totalToolCalls, errors: errorCount });
    })
    .toEqual([]);
  let sum: Sum | undefined;
  const missing = async (): Promise<number> => {
    // The last call may be answered before the log has its end.
    const held = await countEvents(origin);
    sum = await readSum(lookout);
    return held - sum.received;
  };
  await expect.poll(missing).toBe(0);
  const { received, shown, filtered, evicted, dropped } = sum as Sum;
  expect(shown + filtered + evicted + dropped).toBe(received);
  return sum as Sum;
}

/** The number of events that the log holds. */
export async function countEvents(origin: string): Promise<number> {
  return (await readAll(origin, '0')).length;
}

async function differences(
  lookout: ConsolePage,
  counted: Record<Parameters<ConsolePage['figure']>[0], number>,
): Promise<string[]> {
  const found: string[] = [];
  for (const [card, count] of Object.entries(counted) as [keyof typeof counted, number][]) {
    const shown = (await lookout.figure(card).textContent())?.trim();
    if (shown !== count.toLocaleString('en')) found.push(`${card}: ${shown} is shown, ${count} counted`);
  }
  return found;
}
