import { takeCommands } from '../../processes/commands.ts';
import { Audience } from './audience.ts';
import type { StreamTarget } from './event-connection.ts';
import { replay, type ReplayRequest } from './replay.ts';

const audience = new Audience();

takeCommands({
  connect: (argument: { target: StreamTarget; controlPort: number; count: number }) =>
    audience.connect(argument.target, argument.controlPort, argument.count),
  stall: (count: number) => audience.stall(count),
  expect: ({ next, every }: { next: number; every: number }) => audience.expect(next, every),
  settle: ({ end, patienceMs }: { end: number; patienceMs: number }) => audience.settle(end, patienceMs),
  storm: async ({ clients, ...request }: ReplayRequest & { clients: number }) => {
    const begun = performance.now();
    await Promise.all(Array.from({ length: clients }, () => replay(request)));
    return performance.now() - begun;
  },
  replay: async ({ times, ...request }: ReplayRequest & { times: number }) => {
    const milliseconds: number[] = [];
    for (let time = 0; time < times; time += 1) milliseconds.push(await replay(request));
    return milliseconds;
  },
});
