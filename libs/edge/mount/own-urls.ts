import { RequestMethod } from '@nestjs/common';
import type { Express, Request } from 'express';
import { ROUTES } from '#contract';
import type { EdgeOptions } from '../edge.module-definition.ts';
import { servesRoute, urlsOf } from '../express/express-routes.ts';
import type { Endpoint } from './endpoint.ts';
import type { HostApplication } from './host-application.ts';
import { isAt, isBelow, mountPath } from './mount-path.ts';
import type { PublicDocument } from './public-document.ts';

/** Methods of the MCP endpoint that the application might serve at the same path. */
const ENDPOINT_METHODS = ['POST', 'GET', 'DELETE'];

/** The paths of servers with the transport of revision 2024-11-05. */
const OLD_TRANSPORT = ['/sse', '/message', '/messages'];

/** Determines which URLs are Crowsnest's, in an application that may serve some of them itself. */
export class OwnUrls {
  /** What is served at {@link endpointPath}, if anything. */
  endpoint: Endpoint | undefined;
  /** What everybody may read, if anything. */
  document: PublicDocument | undefined;
  #base = '';
  #endpointPath = '';
  /** Whether some routes are below the global prefix of the application and others are not. */
  #isDivided = false;
  /**
   * Whether the application itself serves the endpoint's path, by method. Cached, because every message of an agent
   * needs it.
   */
  readonly #endpointYields = new Map<string, boolean>();

  constructor(
    private readonly options: EdgeOptions,
    private readonly host: HostApplication,
    private readonly routes: Express,
  ) {}

  /** The path of all routes except the endpoint: empty, or such as `/ops`. Known after {@link place}. */
  get base(): string {
    return this.#base;
  }

  /** The path of the MCP endpoint, such as `/mcp`. Known after {@link place}. */
  get endpointPath(): string {
    return this.#endpointPath;
  }

  /** The option `path` in its normal form. Throws a `RangeError` when it is not a path. */
  get path(): string {
    return mountPath(this.options.path ?? '', 'path');
  }

  /** Determines the paths. The application must have its global prefix by now. */
  place(): void {
    const endpointPath = mountPath(this.endpoint?.path ?? ROUTES.mcp, 'mcp.path');
    // The base is the path of the console, which requests all other routes relative to it.
    this.#base = this.host.prefixOf(RequestMethod.GET, this.path + ROUTES.dashboard) + this.path;
    this.#endpointPath = this.host.prefixOf(RequestMethod.POST, endpointPath) + endpointPath;
    this.#isDivided = this.host.exclude.length > 0;
  }

  /** Whether Crowsnest serves a request, rather than the application. */
  has(request: Request): boolean {
    if (this.options.standalone) return true;
    const { method, path } = request;
    if (this.endpointNameIn(path) !== undefined)
      return this.endpoint?.path !== undefined || !this.#hostServesEndpoint(method, path);
    if (this.isDocument(path)) return !this.host.serves(method, path);
    if (this.options.path !== undefined) {
      if (isBelow(path, this.#base)) return true;
      if (!this.#isDivided) return false;
    }
    return servesRoute(this.routes, method, path) && !this.host.serves(method, path);
  }

  /** The name in a path at or below the endpoint: empty at the endpoint itself; undefined when it serves nothing there. */
  endpointNameIn(path: string): string | undefined {
    if (!this.endpoint) return undefined;
    if (isAt(path, this.#endpointPath)) return '';
    if (!isBelow(path, this.#endpointPath)) return undefined;
    const name = path.slice(this.#endpointPath.length + 1).replace(/\/$/, '');
    return name !== '' && this.endpoint.has(name) ? name : undefined;
  }

  /** Whether a path is one of the document's. */
  isDocument(path: string): boolean {
    return this.document?.paths().some((one) => isAt(path, one)) ?? false;
  }

  /** Whether the request is for the root of Crowsnest's routes, which redirects to the console. */
  isRoot({ method, path }: Request): boolean {
    if (method !== 'GET' && method !== 'HEAD') return false;
    return isAt(path, this.#base) || (this.options.standalone === true && path === '/');
  }

  /** Tells a client of the transport of revision 2024-11-05 which transport is served instead; undefined for others. */
  hintAt(path: string): string | undefined {
    if (!this.endpoint || !this.#isOldTransport(path)) return undefined;
    return `: MCP is served at POST ${this.#endpointPath} (Streamable HTTP), and not over HTTP+SSE`;
  }

  /** The URLs at which routes of the application take precedence, because no option has set their path. */
  yielding(): [method: string, path: string][] {
    const routes = this.options.path === undefined ? urlsOf(this.routes) : [];
    if (!this.endpoint || this.endpoint.path !== undefined) return routes;
    return [...routes, ...ENDPOINT_METHODS.map((method): [string, string] => [method, this.#endpointPath])];
  }

  /** Such URLs are configured at the root and below the endpoint. */
  #isOldTransport(path: string): boolean {
    const asked = path.toLowerCase().replace(/\/$/, '');
    const below = this.#endpointPath.toLowerCase();
    return OLD_TRANSPORT.some((old) => asked === old || asked === below + old);
  }

  // Only the exact path is cached, so that the memory is bounded by the number of methods in Node.
  #hostServesEndpoint(method: string, path: string): boolean {
    if (path !== this.#endpointPath) return this.host.serves(method, path);
    const known = this.#endpointYields.get(method);
    if (known !== undefined) return known;
    const yields = this.host.serves(method, path);
    this.#endpointYields.set(method, yields);
    return yields;
  }
}
