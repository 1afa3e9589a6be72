import { VersioningType, type DynamicModule, type LoggerService, type Type } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import compression from 'compression';
import { CrowsnestModule, type CrowsnestOptions } from '#crowsnest';
import { TESTING_ADMIN_TOKEN } from '#testing';
import { HostModule } from './host.module.ts';

export interface HostSettings {
  /** Options of Crowsnest; undefined for the application without it. */
  crowsnest?: CrowsnestOptions;
  prefix?: string;
  /** The routes that the prefix excludes. */
  exclude?: string[];
  logger?: LoggerService;
  imports?: (Type | DynamicModule)[];
}

const ADMIN = { token: TESTING_ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null } as const;

const SECURITY_HEADERS = [
  ['Content-Security-Policy', "default-src 'none'"],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['X-Frame-Options', 'DENY'],
] as const;

/** Defaults for suites: nothing is stored, and shutdown waits for nobody. */
export function quietOptions(options: CrowsnestOptions = {}): CrowsnestOptions {
  return {
    ...options,
    events: { log: 'memory:', ...options.events },
    mcp: { drainMs: 0, ...options.mcp },
    signIn: { tokens: [ADMIN], ...options.signIn },
  };
}

/** Starts another developer's application with or without Crowsnest, listening on loopback. */
export async function startHost({
  crowsnest,
  prefix,
  exclude = [],
  logger,
  imports = [],
}: HostSettings = {}): Promise<NestExpressApplication> {
  const ours = crowsnest ? [CrowsnestModule.forRoot(quietOptions(crowsnest))] : [];
  const module = await Test.createTestingModule({
    imports: [
      EventEmitterModule.forRoot({ wildcard: true, delimiter: '.' }),
      HostModule,
      ...ours,
      ...imports,
    ],
  }).compile();
  const app = module.createNestApplication<NestExpressApplication>({
    forceCloseConnections: true,
    logger: logger ?? false,
  });
  app.useBodyParser('json', { limit: '1kb' });
  app.use(
    (_request: unknown, response: { setHeader(name: string, value: string): void }, next: () => void) => {
      response.setHeader('X-Shop', 'yes');
      // As helmet does it.
      for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
      next();
    },
  );
  app.use(compression({ threshold: 0 }));
  app.enableCors({ origin: 'https://shop.example' });
  app.enableVersioning({ type: VersioningType.URI });
  app.set('trust proxy', true);
  app.set('json spaces', 1);
  if (prefix !== undefined) app.setGlobalPrefix(prefix, { exclude });
  await app.listen(0, '127.0.0.1');
  return app;
}
