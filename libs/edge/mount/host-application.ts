import { Logger, RequestMethod } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import type { Express, RequestHandler } from 'express';
import type { TrustedProxies } from '../access/access-options.ts';
import { layersOf, servesRoute, type RouteLayer } from '../express/express-routes.ts';
import type { ExcludedRoutes } from '../nest/route-application.ts';
import { mountPath } from './mount-path.ts';

/** The application that Crowsnest is imported in, as far as it matters for where routes are served. */
export class HostApplication {
  readonly #logger = new Logger('Crowsnest');
  /** How many layers its Express had before Nest added those that answer 404. */
  #ownLayers = 0;
  #notFound: ReadonlySet<RouteLayer> | undefined;

  constructor(
    private readonly config: ApplicationConfig,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  /** Its global prefix, such as `/api`; empty without one. */
  get prefix(): string {
    return mountPath(this.config.getGlobalPrefix(), 'The global prefix of the application');
  }

  /** The routes that its global prefix leaves out. */
  get exclude(): ExcludedRoutes {
    return this.#excluded.map(({ path, requestMethod }) => ({ path, method: requestMethod }));
  }

  /** Its global prefix for a route, without the prefix: empty for one that `exclude` names. */
  prefixOf(method: RequestMethod, path: string): string {
    const isExcluded = this.#excluded.some(
      ({ requestMethod, pathRegex }) =>
        (requestMethod === RequestMethod.ALL || requestMethod === method) && pathRegex.test(path),
    );
    return isExcluded ? '' : this.prefix;
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
    return express !== undefined && servesRoute(express, method, path, this.#notFound);
  }

  /** By now the application has its own routes. */
  settle(): void {
    const express = this.#express();
    this.#ownLayers = express ? layersOf(express).length : 0;
  }

  /** The start is over: by now Nest has added what answers 404 on each route that the prefix leaves out. */
  noteNotFound(): void {
    const express = this.#express();
    const paths = new Set(this.#excluded.map(({ path }) => `/${path.replace(/^\//, '')}`));
    if (!express || paths.size === 0) return;
    const added = layersOf(express).slice(this.#ownLayers);
    this.#notFound = new Set(added.filter(({ route }) => paths.has(String(route?.path))));
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

  get #excluded() {
    return this.config.getGlobalPrefixOptions().exclude ?? [];
  }

  #express(): Express | undefined {
    const { httpAdapter } = this.adapterHost;
    return httpAdapter?.getType() === 'express' ? httpAdapter.getInstance<Express>() : undefined;
  }
}
