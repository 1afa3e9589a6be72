// A server over stdio that Sentry watches too. What Sentry sends goes to a file. ORDER says who comes first.
import { appendFileSync } from 'node:fs';
import * as Sentry from '@sentry/node';
import { observe } from 'crowsnest-observe';

const { LINE, ORDER, SENTRY_FILE } = process.env;
const { ordersServer } = await import(`./${LINE}-orders.mjs`);
const { StdioServerTransport } =
  LINE === 'older'
    ? await import('@modelcontextprotocol/sdk/server/stdio.js')
    : await import('@modelcontextprotocol/server/stdio');

Sentry.init({
  dsn: 'http://key@127.0.0.1:9/1',
  tracesSampleRate: 1,
  transport: (options) =>
    Sentry.createTransport(options, async ({ body }) => {
      appendFileSync(SENTRY_FILE, body);
      return { statusCode: 200 };
    }),
});

const server = ordersServer();
const sentry = () => Sentry.wrapMcpServerWithSentry(server);
const crowsnest = () => observe(server);
const connect = () => server.connect(new StdioServerTransport());
const ORDERS = {
  'Crowsnest first': [crowsnest, sentry, connect],
  'Sentry first': [sentry, crowsnest, connect],
  'Crowsnest once it is connected': [sentry, connect, crowsnest],
};

// Sentry gathers spans for some seconds; here they go out when the client leaves.
process.stdin.on('end', () => void Sentry.flush());

for (const step of ORDERS[ORDER]) await step();
