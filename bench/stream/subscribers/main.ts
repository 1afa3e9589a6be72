import { takeCommands } from '../../processes/commands.ts';
import { Audience } from './audience.ts';
import type { StreamTarget } from './event-connection.ts';
import { replay } from './replay.ts';

const audience = new Audience();

takeCommands({
  connect: (argument: { target: StreamTarget; controlPort: number; count: number }) =>
    audience.connect(argument.target, argument.controlPort, argument.count),
  stall: (count: number) => audience.stall(count),
  expect: ({ next, every }: { next: number; every: number }) => audience.expect(next, every),
  settle: ({ end, patienceMs }: { end: number; patienceMs: number }) => audience.settle(end, patienceMs),
  replay: async ({ target, count, times }: { target: StreamTarget; count: number; times: number }) => {
    for (let time = 0; time < times; time += 1) await replay(target, count);
  },
});
