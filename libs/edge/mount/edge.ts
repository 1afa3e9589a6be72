import type { Socket } from 'node:net';
import { RequestMethod, type INestApplication } from '@nestjs/common';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { ROUTES, wireJson } from '#contract';
import { counted, type Shutdown } from '#shutdown';
import type { TrustedProxies } from '../access/access-options.ts';
import type { AccessPolicy } from '../access/access-policy.ts';
import { answerPage } from '../access/cors.ts';
import type { EdgeOptions } from '../edge.module-definition.ts';
import { nothingAt, shuttingDown, type EdgeError } from '../errors/edge-error.ts';
import { sendError } from '../errors/send-error.ts';
import { setBodyDeadline } from './body-deadline.ts';
import type { Endpoint } from './endpoint.ts';
import { sendDocument, type PublicDocument } from './public-document.ts';
import { servesRoute, urlsOf } from '../express/express-routes.ts';
import type { HostApplication } from './host-application.ts';
import { isAt, isBelow, mountPath } from './mount-path.ts';
import { OpenConnections } from './open-connections.ts';
import { ROUTE_HEADERS } from './route-headers.ts';
import { markForwarded } from '../identity/forwarded-source.ts';
import type { PeerSeal } from '../peers/peer-seal.ts';
import { registerRoutes, type RouteSet } from '../nest/route-application.ts';

/** Methods of the MCP endpoint that the application might serve at the same path. */
const ENDPOINT_METHODS = ['POST', 'GET', 'DELETE'];

/** The paths of servers with the transport of revision 2024-11-05. */
const OLD_TRANSPORT = ['/sse', '/message', '/messages'];

/** Routes that are served until the end, because they report the shutdown. */
const HEALTH = [ROUTES.healthLive, ROUTES.healthReady];

/**
 * The HTTP surface. One handler in the application's Express takes every request to a route of Crowsnest, and no
 * other request. It checks Host and Origin and passes the request to the endpoint or the controllers, which identify
 * the principal before they read a body.
 */
export class Edge {
  /** Crowsnest's own Express application, which serves the controllers. */
  readonly #routes: Express;
  readonly #routeSets: RouteSet[] = [];
  readonly #connections = new OpenConnections();
  #application: INestApplication | undefined;
  #endpoint: Endpoint | undefined;
  #endpointPath = '';
  #document: PublicDocument | undefined;
  #base = '';
  #isOpen = false;
  /** Whether some routes are below the global prefix of the application and others are not. */
  #isDivided = false;
  #isClosed = false;
  /**
   * Whether the application itself serves the endpoint's path, by method. Cached, because every message of an agent
   * needs it.
   */
  readonly #endpointYields = new Map<string, boolean>();

  constructor(
    private readonly options: EdgeOptions,
    private readonly policy: AccessPolicy,
    private readonly host: HostApplication,
    private readonly seal: PeerSeal,
    shutdown: Shutdown,
  ) {
    shutdown.during(
      'send the last answers',
      (deadline) => this.#connections.whenSent(deadline),
      () => `${counted(this.#connections.unsent, 'client')} to take an answer`,
    );
    shutdown.during('close the log', () => (this.#isClosed = true));
    this.#routes = this.#ownExpress();
    const front = this.#front();
    host.addFirst((request, response, next) => {
      if (this.#isOpen && this.#isOurs(request)) front(request, response, next);
      else next();
    });
  }

  /** The path of all routes except the endpoint: empty, or such as `/ops`. Known after {@link open}. */
  get base(): string {
    return this.#base;
  }

  /** The path of the MCP endpoint, such as `/mcp`. Known after {@link open}. */
  get endpointPath(): string {
    return this.#endpointPath;
  }

  /** The routes of the controllers as methods and URLs, with `x` for each parameter. Known after {@link open}. */
  get routeUrls(): [method: string, path: string][] {
    return urlsOf(this.#routes);
  }

  /** The Nest application of the controllers, for programs that describe its routes. Undefined before {@link open}. */
  get routesApplication(): INestApplication | undefined {
    return this.#application;
  }

  /** Sets the endpoint, which is served after {@link open}. */
  mountEndpoint(endpoint: Endpoint): void {
    this.#endpoint = endpoint;
  }

  /** Adds controllers, which are served below {@link base} after {@link open}. */
  mountRoutes(routes: RouteSet): void {
    this.#routeSets.push(routes);
  }

  /**
   * Marks a connection whose answer is an endless stream. Another request on it would wait for ever, and many would
   * fill the memory, so the first one closes the connection.
   */
  claimConnection(socket: Socket): void {
    this.#connections.claim(socket);
  }

  /** Adds a JSON document that everybody may read, at paths below the root of the host. */
  mountDocument(document: PublicDocument): void {
    this.#document = document;
  }

  /** Starts to serve. The application must have its global prefix and its own routes by now. */
  async open(): Promise<void> {
    const { prefix, exclude } = this.host;
    const path = mountPath(this.options.path ?? '', 'path');
    const endpointPath = mountPath(this.#endpoint?.path ?? ROUTES.mcp, 'mcp.path');
    // The base is the path of the console, which requests all other routes relative to it.
    this.#base = this.host.prefixOf(RequestMethod.GET, path + ROUTES.dashboard) + path;
    this.#endpointPath = this.host.prefixOf(RequestMethod.POST, endpointPath) + endpointPath;
    this.#isDivided = exclude.length > 0;
    this.host.settle();
    this.#application = await registerRoutes(this.#routes, this.#routeSets, { path, prefix, exclude });
    if (this.options.standalone) this.host.adopt(this.#trustedProxies);
    else this.host.warnOfOwnRoutes(this.#yieldingUrls());
    this.#isOpen = true;
  }

  /**
   * The handler of Crowsnest's routes. In another application it is an Express application of its own, with its own
   * setting for trusted proxies. A standalone server does without, because it would slow down every call.
   */
  #front(): RequestHandler {
    const serve: RequestHandler = async (request, response) => {
      try {
        await this.#serve(request, response);
      } catch (error) {
        sendError(response, error);
      }
    };
    return this.options.standalone ? serve : this.#ownExpress().use(serve);
  }

  #ownExpress(): Express {
    const own = express().disable('x-powered-by').set('trust proxy', this.#trustedProxies);
    own.response.json = sendWireJson;
    return own;
  }

  get #trustedProxies(): TrustedProxies {
    return this.options.access?.trustProxy ?? false;
  }

  #serve(request: Request, response: Response): void | Promise<void> {
    if (response.socket === null && this.#connections.isClaimed(request.socket)) {
      request.socket.destroy();
      return;
    }
    // The Express of another application has already set this header.
    if (!this.options.standalone) response.removeHeader('X-Powered-By');
    this.#connections.add(request.socket);
    setBodyDeadline(request);
    const name = this.#endpointNameIn(request.path);
    const endpoint = name === undefined ? undefined : this.#endpoint;
    if (!endpoint) response.set(ROUTE_HEADERS);
    const refusal = this.#foreignRefusal(request) ?? this.#closedRefusal(request.path);
    if (refusal) return endpoint ? endpoint.sendError(response, refusal) : sendError(response, refusal);
    if (endpoint && name !== undefined)
      return answerPage(request, response) ? undefined : endpoint.handle(request, response, name);
    if (this.#isDocument(request)) return sendDocument(this.#document!, request, response);
    if (this.#isRoot(request)) return response.redirect(302, `${this.#base}${ROUTES.dashboard}/`);
    const hint = this.#hintFor(request);
    if (hint) return sendError(response, nothingAt(request, hint));
    this.#routes(request, response, () => sendError(response, nothingAt(request)));
  }

  /** An instance that hands a request over has checked Host and Origin already. */
  #foreignRefusal(request: Request): EdgeError | undefined {
    const { method, originalUrl: url, headers } = request;
    const principal = this.seal.open({ method, url, headers });
    if (principal === undefined) return this.policy.refusalOf(request);
    markForwarded(request, principal);
    return undefined;
  }

  /** After the shutdown of everything behind the routes, they answer with 503 until the application closes the port. */
  #closedRefusal(path: string): EdgeError | undefined {
    if (!this.#isClosed || HEALTH.some((route) => isAt(path, this.#base + route))) return undefined;
    return shuttingDown();
  }

  /** Tells a client of the transport of revision 2024-11-05 which transport is served instead. */
  #hintFor({ path }: Request): string | undefined {
    if (!this.#endpoint || !this.#isOldTransport(path)) return undefined;
    return `: MCP is served at POST ${this.#endpointPath} (Streamable HTTP), and not over HTTP+SSE`;
  }

  /** Such URLs are configured at the root and below the endpoint. */
  #isOldTransport(path: string): boolean {
    const asked = path.toLowerCase().replace(/\/$/, '');
    const below = this.#endpointPath.toLowerCase();
    return OLD_TRANSPORT.some((old) => asked === old || asked === below + old);
  }

  #isOurs(request: Request): boolean {
    if (this.options.standalone) return true;
    const { method, path } = request;
    if (this.#endpointNameIn(path) !== undefined)
      return this.#endpoint?.path !== undefined || !this.#hostServesEndpoint(method, path);
    if (this.#isDocument(request)) return !this.host.serves(method, path);
    if (this.options.path !== undefined) {
      if (isBelow(path, this.#base)) return true;
      if (!this.#isDivided) return false;
    }
    return servesRoute(this.#routes, method, path) && !this.host.serves(method, path);
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

  /** The name in a path at or below the endpoint: empty at the endpoint itself; undefined when it serves nothing there. */
  #endpointNameIn(path: string): string | undefined {
    if (!this.#endpoint) return undefined;
    if (isAt(path, this.#endpointPath)) return '';
    if (!isBelow(path, this.#endpointPath)) return undefined;
    const name = path.slice(this.#endpointPath.length + 1).replace(/\/$/, '');
    return name !== '' && this.#endpoint.has(name) ? name : undefined;
  }

  #isDocument({ path }: Request): boolean {
    return this.#document?.paths().some((one) => isAt(path, one)) ?? false;
  }

  /** Whether the request is for the root of Crowsnest's routes, which redirects to the console. */
  #isRoot({ method, path }: Request): boolean {
    if (method !== 'GET' && method !== 'HEAD') return false;
    return isAt(path, this.#base) || (this.options.standalone === true && path === '/');
  }

  /** The URLs at which routes of the application take precedence, because no option has set their path. */
  #yieldingUrls(): [method: string, path: string][] {
    const routes = this.options.path === undefined ? this.routeUrls : [];
    if (!this.#endpoint || this.#endpoint.path !== undefined) return routes;
    return [...routes, ...ENDPOINT_METHODS.map((method): [string, string] => [method, this.#endpointPath])];
  }
}

function sendWireJson(this: Response, body: unknown): Response {
  return this.type('json').send(wireJson(body));
}
