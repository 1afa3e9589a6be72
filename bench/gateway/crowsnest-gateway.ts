import { startCrowsnest } from '../crowsnest-application.ts';
import { takeCommands } from '../processes/commands.ts';

const [database = '', upstream = ''] = process.argv.slice(2);
const { port } = await startCrowsnest({
  log: `sqlite:${database}`,
  environment: { CROWSNEST_UPSTREAMS: `{ "bench": ${upstream} }` },
});

takeCommands({ port: () => port });
