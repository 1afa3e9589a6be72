// Runs one public client in its own process, as the suite orders. It ends with the suite.
import type { AnsweredOrder, Order, Reply } from './orders.ts';
import type { Connect, PublicClient } from './public-client.ts';

const { connect } = (await import(`../adapters/${process.argv[2]}.ts`)) as { connect: Connect };
const calls = new Map<number, AbortController>();
let connected: PublicClient | undefined;

process.on('disconnect', () => process.exit());
process.on('message', (order: Order) => {
  if (order.order === 'cancel') calls.get(order.number)?.abort();
  else void answer(order);
});
tell({ number: 0, value: 'ready' });

async function answer(order: AnsweredOrder): Promise<void> {
  const { number } = order;
  try {
    tell({ number, value: await follow(order) });
  } catch (error) {
    tell({ number, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}

async function follow(order: AnsweredOrder): Promise<unknown> {
  switch (order.order) {
    case 'connect':
      await connected?.close().catch(() => undefined); // Left over from a failed test.
      connected = await connect(order.destination);
      return null;
    case 'list':
      return client().listTools();
    case 'call':
      return call(order.number, order.tool, order.args);
    case 'close':
      await client().close();
      connected = undefined;
      return null;
    default:
      return order satisfies never;
  }
}

async function call(number: number, tool: string, args: Record<string, unknown>): Promise<unknown> {
  const controller = new AbortController();
  calls.set(number, controller);
  try {
    return await client().call(tool, args, controller.signal);
  } finally {
    calls.delete(number);
  }
}

function client(): PublicClient {
  if (!connected) throw new Error('There is no connected client.');
  return connected;
}

function tell(reply: Reply): void {
  process.send?.(reply);
}
