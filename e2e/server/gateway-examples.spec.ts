import type { CrowsnestEvent, HistoryPage } from '#contract';
import { unpairedCalls } from '#testing';
import { waitUntil } from '../support/environment/wait-until.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

const PATIENCE_MS = 60_000;

interface Shown {
  events: CrowsnestEvent[];
  output: string;
}

/** Runs an example until as many calls have ended, and returns what an admin sees by the sign-in line that it prints. */
async function shownBy(example: string, ended: number): Promise<Shown> {
  const running = await ServerProcess.start(await freePort(), {}, { main: `examples/${example}/run.mjs` });
  const events = await callsOf(running, ended).catch(async (error: unknown) => {
    await running.stop();
    throw error;
  });
  expect(await running.stop()).toBe(0);
  return { events, output: running.output };
}

async function callsOf(running: ServerProcess, ended: number): Promise<CrowsnestEvent[]> {
  const seen = () => running.output;
  const printed = () => /#token=(\S+)/.exec(running.output)?.[1];
  const token = await waitUntil(printed, { reason: 'the sign-in line is printed', seen });
  const headers = { authorization: `Bearer ${token}` };
  const events = async (): Promise<CrowsnestEvent[]> => {
    const page = await fetch(`${running.origin}/history?limit=1000`, { headers });
    return ((await page.json()) as HistoryPage).events;
  };
  const haveEnded = async (): Promise<boolean> => {
    const all = await events();
    return endsOf(all).length >= ended && unpairedCalls(all).length === 0;
  };
  await waitUntil(haveEnded, { reason: `${ended} calls have ended`, timeoutMs: PATIENCE_MS, seen });
  return events();
}

const endsOf = (events: CrowsnestEvent[]) =>
  events.flatMap(({ type, data }) =>
    type === 'tool:done' || type === 'tool:error' ? [{ type, tool: data.tool, upstream: data.upstream }] : [],
  );

describe('the example of a gateway', () => {
  it('serves the tools of two servers in one place, and tells which of them has answered a call', async () => {
    const { events, output } = await shownBy('gateway', 4);
    expect(output).toMatch(/files__read_text_file answered: # Tides/);
    expect(endsOf(events)).toEqual(
      expect.arrayContaining([
        { type: 'tool:done', tool: 'files__list_directory', upstream: 'files' },
        { type: 'tool:done', tool: 'files__read_text_file', upstream: 'files' },
        { type: 'tool:done', tool: 'everything__get-sum', upstream: 'everything' },
        { type: 'tool:error', tool: 'files__read_text_file', upstream: 'files' },
      ]),
    );
  });
});

describe('the example of a server that is observed', () => {
  it('tells of the calls of an agent that knows nothing of Crowsnest', async () => {
    const { events } = await shownBy('observe', 3);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'session:open',
        tenantId: 'shop',
        data: expect.objectContaining({
          upstream: 'orders',
          client: { name: 'order-agent', version: '1.0.0' },
        }),
      }),
    );
    expect(endsOf(events).slice(0, 3)).toMatchObject([
      { type: 'tool:done', tool: 'get_order' },
      { type: 'tool:done', tool: 'get_order' },
      { type: 'tool:error', tool: 'get_order' },
    ]);
  });
});

describe('the example of a desktop client', () => {
  it('tells of the calls of a client that has only another command in its configuration', async () => {
    const { events, output } = await shownBy('desktop-client', 3);
    expect(output).toMatch(/read_text_file answered: # The night watch/);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'session:open',
        tenantId: 'desk',
        data: expect.objectContaining({
          upstream: 'notes',
          client: { name: 'desktop-client', version: '1.0.0' },
        }),
      }),
    );
    expect(endsOf(events).slice(0, 3)).toMatchObject([
      { type: 'tool:done', tool: 'list_directory' },
      { type: 'tool:done', tool: 'read_text_file' },
      { type: 'tool:error', tool: 'read_text_file' },
    ]);
  });
});
