import type { Server } from 'node:http';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.ts';
import { configurationOrExit } from './configuration/index.ts';
import { crowsnestOptions } from './crowsnest-options.ts';
import { limitConnections } from './limit-connections.ts';
import { explainStartFault } from './start-faults.ts';
import { StartLogger } from './start-logger.ts';

const configuration = configurationOrExit();
const { host, port } = configuration;

try {
  const app = await NestFactory.create(AppModule.forRoot(crowsnestOptions(configuration)), {
    abortOnError: false,
    forceCloseConnections: true,
    logger: new StartLogger(),
  });
  // Exits with code 0 after an orderly shutdown instead of dying from the signal.
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  limitConnections(app.getHttpServer() as Server, configuration.maxConnections);
  await app.listen(port, host);
} catch (error) {
  const explanation = explainStartFault(error, host, port);
  if (explanation === undefined) Logger.error(error, 'Start');
  else process.stderr.write(`${explanation}\n`);
  // The thread of the log may be open already and would keep the process alive.
  process.exit(1);
}
