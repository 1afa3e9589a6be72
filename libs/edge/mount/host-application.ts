import { Logger } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import type { Express, RequestHandler } from 'express';
import type { TrustedProxies } from '../access/access-options.ts';
import { servesRoute } from './express-routes.ts';
import { mountPath } from './mount-path.ts';

/** The application that Crowsnest is imported in, as far as it matters for where routes are served. */
export class HostApplication {
  readonly #logger = new Logger('Crowsnest');

  constructor(
    private readonly config: ApplicationConfig,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  /** Its global prefix, such as `/api`; empty without one. */
  get prefix(): string {
    return mountPath(this.config.getGlobalPrefix(), 'The global prefix of the application');
  }

  /**
   * Adds a handler ahead of all that the application adds itself, so that no body parser of its reads what a
   * stranger sends to our routes.
   */
  addFirst(handler: RequestHandler): void {
    // A testing module has its adapter only after its providers.
    this.adapterHost.init$.subscribe(() => this.#express()?.use(handler));
  }

  /** Gives an application that serves Crowsnest alone the settings of our routes. */
  adopt(trustedProxies: TrustedProxies): void {
    this.#express()?.disable('x-powered-by').set('trust proxy', trustedProxies);
  }

  /** Throws when the application serves HTTP by anything but Express. */
  requireExpress(): void {
    const { httpAdapter } = this.adapterHost;
    // An application context without HTTP has no adapter; it serves no routes, ours included.
    if (!httpAdapter || this.#express()) return;
    throw new Error(
      `Crowsnest needs @nestjs/platform-express; this application runs on "${httpAdapter.getType()}". ` +
        'Create it with NestFactory.create(AppModule), without another adapter.',
    );
  }

  /** Whether a route of the application itself serves the URL. */
  serves(method: string, path: string): boolean {
    const express = this.#express();
    return express !== undefined && servesRoute(express, method, path);
  }

  /** Logs a warning with those of our URLs that the application serves itself. */
  warnOfOwnRoutes(ours: readonly (readonly [method: string, path: string])[]): void {
    const own = ours.filter(([method, path]) => this.serves(method, path));
    if (own.length === 0) return;
    const urls = own.map(([method, path]) => `${method} ${path}`).join(', ');
    this.#logger.warn(
      `The application serves ${urls} itself, and keeps doing so. To serve Crowsnest's routes elsewhere, set ` +
        'the options "path" and, for the MCP endpoint, "mcp.path" of CrowsnestModule.',
    );
  }

  #express(): Express | undefined {
    const { httpAdapter } = this.adapterHost;
    return httpAdapter?.getType() === 'express' ? httpAdapter.getInstance<Express>() : undefined;
  }
}
