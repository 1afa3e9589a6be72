import { EventBus } from '#events';
import { Observation } from '#mcp';
import { startCrowsnest } from '../crowsnest-application.ts';
import { TrivialTools } from '../mcp/servers/crowsnest-tools.ts';
import { takeCommands } from '../processes/commands.ts';
import { MeteredBus, MeteredObservation } from './metered-parts.ts';

const [database = ''] = process.argv.slice(2);
const { app, port } = await startCrowsnest({
  log: `sqlite:${database}`,
  tools: [TrivialTools],
  change: (builder) =>
    builder
      .overrideProvider(Observation)
      .useClass(MeteredObservation)
      .overrideProvider(EventBus)
      .useClass(MeteredBus),
});
const observation = app.get<MeteredObservation>(Observation);
const bus = app.get<MeteredBus>(EventBus);

takeCommands({
  port: () => port,
  meter: (isOn: boolean) => {
    observation.isMetered = isOn;
    bus.isMetered = isOn;
  },
});
