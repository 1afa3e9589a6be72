// Two MCP servers behind Crowsnest, and an agent that uses both. Runs until Ctrl-C: npm run example:gateway
import { runExample } from '../../scripts/tasks/example.mjs';

process.exitCode = await runExample({ CROWSNEST_CONFIG: 'examples/gateway/crowsnest.json' }, ({ origin }) => [
  { name: 'agent', args: ['examples/gateway/agent.mjs', `${origin}/mcp`] },
]);
