import { Observation } from '#mcp';
import { startCrowsnest } from '../crowsnest-application.ts';
import { TrivialTools } from '../mcp/servers/crowsnest-tools.ts';
import { takeCommands } from '../processes/commands.ts';
import { TracedObservation } from './traced-observation.ts';

const [database = '', endpoint = '', share = ''] = process.argv.slice(2);
// The SDK reads them from the process.
Object.assign(process.env, { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: share });
const { app, port } = await startCrowsnest({
  log: `sqlite:${database}`,
  tools: [TrivialTools],
  environment: { CROWSNEST_OTLP_ENDPOINT: endpoint },
  change: (builder) => builder.overrideProvider(Observation).useClass(TracedObservation),
});
const observation = app.get<TracedObservation>(Observation);

takeCommands({
  port: () => port,
  trace: (isOn: boolean) => void (observation.hasSpans = isOn),
});
