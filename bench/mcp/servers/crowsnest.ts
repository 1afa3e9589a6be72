import type { TestingModuleBuilder } from '@nestjs/testing';
import { CallObserver } from '#tools';
import { startCrowsnest } from '../../crowsnest-application.ts';
import { takeCommands } from '../../processes/commands.ts';
import { TrivialTools } from './crowsnest-tools.ts';

// Sees no call, and touches no transport.
const blindObserver = { observe: () => ({ callOf: () => undefined }) };

const [observing = 'on', database = ''] = process.argv.slice(2);
const { port } = await startCrowsnest({
  log: `sqlite:${database}`,
  tools: [TrivialTools],
  change: (builder): TestingModuleBuilder =>
    observing === 'on' ? builder : builder.overrideProvider(CallObserver).useValue(blindObserver),
});

takeCommands({ port: () => port });
