import { startCrowsnest } from '../crowsnest-application.ts';
import { TrivialTools } from '../mcp/servers/crowsnest-tools.ts';
import { takeCommands } from '../processes/commands.ts';

const [log = '', port = ''] = process.argv.slice(2);
await startCrowsnest({
  log,
  port: Number(port),
  tools: [TrivialTools],
  environment: {
    CROWSNEST_PEER_URL: `http://127.0.0.1:${port}`,
    CROWSNEST_CLUSTER_SECRET: 'a-secret-of-the-bench',
  },
});

takeCommands({});
