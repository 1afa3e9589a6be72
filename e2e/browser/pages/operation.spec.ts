import { inputRequired } from '@modelcontextprotocol/server';
import { Tool } from '#tools';
import { sendModern } from '../../support/agents/raw-mcp.ts';
import { serveTools, type ServedTools } from '../../support/cluster/served-tools.ts';
import { ADMIN_TOKEN } from '../../support/server/server-process.ts';
import { findings } from '../support/axe.ts';
import { expect, test } from '../support/crowsnest.ts';

/** Asks for input in each call, without a state. */
class AskingTools {
  ask() {
    const params = { message: 'Which berth?', requestedSchema: { type: 'object', properties: {} } } as const;
    return inputRequired({ inputRequests: { berth: { method: 'elicitation/create', params } } });
  }
}

// Playwright compiles decorators of the standard, and Nest's are older.
Tool({ name: 'ask' })(
  AskingTools.prototype,
  'ask',
  Object.getOwnPropertyDescriptor(AskingTools.prototype, 'ask')!,
);

let served: ServedTools;

test.beforeEach(async () => {
  // Only the instance that asked knows the question.
  served = await serveTools([AskingTools], {}, 1);
});

test.afterEach(() => served.close());

test('calls that ask for input and those that give it are shown as one operation', async ({
  page,
  lookout,
}) => {
  const _meta = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } } };
  const ask = (params: object = {}) =>
    sendModern(served.origin, 'tools/call', { name: 'ask', arguments: {}, ...params, _meta });
  await ask();
  await ask({ inputResponses: { berth: { action: 'accept', content: {} } } });
  await lookout.openSignedIn({ signInLink: `${served.origin}/dashboard/#token=${ADMIN_TOKEN}` });
  await page.goto(`${served.origin}/dashboard/?filter=tool:ask`);
  const panel = page.getByRole('complementary', { name: 'Call' });
  await expect(lookout.allRows).toHaveCount(2);
  await page.keyboard.press('j');
  await expect(lookout.allRows.and(page.locator('[aria-current]'))).toContainText('gives the input');
  await page.getByRole('link', { name: 'Open the call' }).press('Enter');
  await expect(panel.getByText(/worked .* in 2 calls and waits for input/)).toBeVisible();
  await panel.getByRole('link', { name: 'raw' }).first().press('Enter');
  const calls = page.getByRole('list', { name: 'Calls' }).getByRole('link');
  await expect(calls.first()).toHaveAccessibleName(/part 1 of 2, which waits for input$/);
  await expect(calls.last()).toHaveAccessibleName(/part 2 of 2, which waits for input$/);
  expect(await findings(page)).toEqual([]);
});
