import type { INestApplication, Provider } from '@nestjs/common';
import { createCrowsnestTestingApp, type CrowsnestTestingSetup } from '#testing';

export interface TestApplication {
  app: INestApplication;
  origin: string;
}

/** Starts a testing application with the suite's own providers, and returns the origin at which it listens. */
export async function startApplication(
  providers: Provider[],
  options: CrowsnestTestingSetup['options'] = {},
  configure?: (app: INestApplication) => void,
): Promise<TestApplication> {
  const app = await createCrowsnestTestingApp({ providers, options, ...(configure && { configure }) });
  return { app, origin: await app.getUrl() };
}
