import type { INestApplication, Provider } from '@nestjs/common';
import { createCrowsnestTestingApp, type CrowsnestTestingSetup } from '#testing';

export interface TestApplication {
  app: INestApplication;
  origin: string;
}

/** A testing application with providers of the suite's own, and the origin by which the suites speak to it. */
export async function startApplication(
  providers: Provider[],
  options: CrowsnestTestingSetup['options'] = {},
  configure?: (app: INestApplication) => void,
): Promise<TestApplication> {
  const app = await createCrowsnestTestingApp({ providers, options, ...(configure && { configure }) });
  return { app, origin: await app.getUrl() };
}
