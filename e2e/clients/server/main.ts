// The server as an operator configures it, with the tools that the public clients call.
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CrowsnestModule } from '#crowsnest';
import { configurationOrExit } from '../../../apps/server/configuration/index.ts';
import { crowsnestOptions } from '../../../apps/server/crowsnest-options.ts';
import { FixtureTools } from './fixture.tools.ts';

const configuration = configurationOrExit();

@Module({ imports: [CrowsnestModule.forRoot(crowsnestOptions(configuration))], providers: [FixtureTools] })
class FixtureModule {}

const app = await NestFactory.create(FixtureModule, {
  forceCloseConnections: true,
  logger: ['warn', 'error'],
});
app.enableShutdownHooks(undefined, { useProcessExit: true });
await app.listen(configuration.port, configuration.host);
