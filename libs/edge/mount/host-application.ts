import { Logger, RequestMethod } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import type { Express, RequestHandler } from 'express';
import type { TrustedProxies } from '../access/access-options.ts';
import { layersOf, servesRoute, type RouteLayer } from '../express/express-routes.ts';
import type { ExcludedRoutes } from '../nest/route-application.ts';
import { mountPath } from './mount-path.ts';

/** The application that imports Crowsnest, as far as it affects where routes are served. */
export class HostApplication {
  readonly #logger = new Logger('Crowsnest');
  /** Number of layers in its Express before Nest added the layers that answer with 404. */
  #ownLayers = 0;
  #notFound: ReadonlySet<RouteLayer> | undefined;

  constructor(
    private readonly config: ApplicationConfig,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  /** The global prefix of the application, such as `/api`; empty when there is none. */
  get prefix(): string {
    return mountPath(this.config.getGlobalPrefix(), 'The global prefix of the application');
  }

  /** The routes that the global prefix excludes. */
  get exclude(): ExcludedRoutes {
    return this.#excluded.map(({ path, requestMethod }) => ({ path, method: requestMethod }));
  }

  /** The global prefix for a route, which is given without the prefix; empty when `exclude` names the route. */
  prefixOf(method: RequestMethod, path: string): string {
    const isExcluded = this.#excluded.some(
      ({ requestMethod, pathRegex }) =>
        (requestMethod === RequestMethod.ALL || requestMethod === method) && pathRegex.test(path),
    );
    return isExcluded ? '' : this.prefix;
  }

  /**
   * Adds a handler before everything that the application adds, so that its body parser never reads what a stranger
   * sends to Crowsnest's routes.
   */
  addFirst(handler: RequestHandler): void {
    // In a testing module, the adapter is set only after the providers are created.
    this.adapterHost.init$.subscribe(() => this.#express()?.use(handler));
  }

  /** Applies the settings of Crowsnest's routes to a standalone application. */
  adopt(trustedProxies: TrustedProxies): void {
    this.#express()?.disable('x-powered-by').set('trust proxy', trustedProxies);
  }

  /** Throws when the application uses an HTTP adapter other than Express. */
  requireExpress(): void {
    const { httpAdapter } = this.adapterHost;
    // An application context without HTTP has no adapter, and serves no routes.
    if (!httpAdapter || this.#express()) return;
    throw new Error(
      `Crowsnest needs @nestjs/platform-express; this application runs on "${httpAdapter.getType()}". ` +
        'Create it with NestFactory.create(AppModule), without another adapter.',
    );
  }

  /** Whether the application itself has a route for the URL. */
  serves(method: string, path: string): boolean {
    const express = this.#express();
    return express !== undefined && servesRoute(express, method, path, this.#notFound);
  }

  /** Call it when the application has all of its own routes. */
  settle(): void {
    const express = this.#express();
    this.#ownLayers = express ? layersOf(express).length : 0;
  }

  /**
   * Call it after the start: Nest has then added the layers that answer with 404 for routes that the prefix excludes.
   */
  noteNotFound(): void {
    const express = this.#express();
    const paths = new Set(this.#excluded.map(({ path }) => `/${path.replace(/^\//, '')}`));
    if (!express || paths.size === 0) return;
    const added = layersOf(express).slice(this.#ownLayers);
    this.#notFound = new Set(added.filter(({ route }) => paths.has(String(route?.path))));
  }

  /** Logs a warning that names the given URLs that the application itself serves. */
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
