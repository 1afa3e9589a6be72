import { EventLog } from '#events';
import { CallObserver } from '#tools';
import { startCrowsnest } from '../../crowsnest-application.ts';
import { usePiece } from '../../pieces/piece-switch.ts';
import { takeCommands } from '../../processes/commands.ts';
import { TrivialTools } from './crowsnest-tools.ts';
import { SwitchedObserver } from './observation-switch.ts';

const [database = ''] = process.argv.slice(2);
const { app, port } = await startCrowsnest({
  log: `sqlite:${database}`,
  tools: [TrivialTools],
  change: (builder) => builder.overrideProvider(CallObserver).useClass(SwitchedObserver),
});
const observer = app.get<SwitchedObserver>(CallObserver);
const log = app.get(EventLog);

takeCommands({
  port: () => port,
  usePiece,
  /** Resolves once nothing that was observed before is left to do. */
  observe: async (isOn: boolean) => {
    observer.isOn = isOn;
    await log.flush();
  },
});
