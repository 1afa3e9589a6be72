import { EventLog } from '#events';
import { Observation } from '#mcp';
import { startCrowsnest } from '../../crowsnest-application.ts';
import { usePiece } from '../../pieces/piece-switch.ts';
import { takeCommands } from '../../processes/commands.ts';
import { TrivialTools } from './crowsnest-tools.ts';
import { SwitchedObservation } from './observation-switch.ts';

const [database = ''] = process.argv.slice(2);
const { app, port } = await startCrowsnest({
  log: `sqlite:${database}`,
  tools: [TrivialTools],
  change: (builder) => builder.overrideProvider(Observation).useClass(SwitchedObservation),
});
const observation = app.get<SwitchedObservation>(Observation);
const log = app.get(EventLog);

takeCommands({
  port: () => port,
  usePiece,
  /** Resolves once everything that was observed before has been processed. */
  observe: async (isOn: boolean) => {
    observation.isOn = isOn;
    await log.flush();
  },
});
