// An MCP server that tells Crowsnest of its calls, and an agent that uses it. Runs until Ctrl-C: npm run example:observe
import { runExample, secret } from '../../scripts/tasks/example.mjs';

const key = secret();

process.exitCode = await runExample({ INGEST_KEYS: `shop=${key}` }, ({ origin, port }) => {
  const ordersPort = String(port + 1);
  return [
    {
      name: 'orders',
      args: ['--import', './examples/observe/from-this-repository.mjs', 'examples/observe/server.mjs'],
      env: { PORT: ordersPort, CROWSNEST_URL: origin, CROWSNEST_INGEST_KEY: key },
    },
    { name: 'agent', args: ['examples/observe/agent.mjs', `http://127.0.0.1:${ordersPort}/mcp`] },
  ];
});
