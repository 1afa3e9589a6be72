import type { Socket } from 'node:net';
import type { INestApplication } from '@nestjs/common';
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
import { urlsOf } from '../express/express-routes.ts';
import type { HostApplication } from './host-application.ts';
import { isAt } from './mount-path.ts';
import { OpenConnections } from './open-connections.ts';
import { OwnUrls } from './own-urls.ts';
import { ROUTE_HEADERS } from './route-headers.ts';
import { markForwarded } from '../identity/forwarded-source.ts';
import type { PeerSeal } from '../peers/peer-seal.ts';
import { registerRoutes, type RouteSet } from '../nest/route-application.ts';

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
  readonly #urls: OwnUrls;
  readonly #connections = new OpenConnections();
  #application: INestApplication | undefined;
  #isOpen = false;
  #isClosed = false;

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
    this.#urls = new OwnUrls(options, host, this.#routes);
    const front = this.#front();
    host.addFirst((request, response, next) => {
      if (this.#isOpen && this.#urls.has(request)) front(request, response, next);
      else next();
    });
  }

  /** The path of all routes except the endpoint: empty, or such as `/ops`. Known after {@link open}. */
  get base(): string {
    return this.#urls.base;
  }

  /** The path of the MCP endpoint, such as `/mcp`. Known after {@link open}. */
  get endpointPath(): string {
    return this.#urls.endpointPath;
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
    this.#urls.endpoint = endpoint;
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
    this.#urls.document = document;
  }

  /** Starts to serve. The application must have its global prefix and its own routes by now. */
  async open(): Promise<void> {
    this.#urls.place();
    this.host.settle();
    const { path } = this.#urls;
    const { prefix, exclude } = this.host;
    this.#application = await registerRoutes(this.#routes, this.#routeSets, { path, prefix, exclude });
    if (this.options.standalone) this.host.adopt(this.#trustedProxies);
    else this.host.warnOfOwnRoutes(this.#urls.yielding());
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
    const urls = this.#urls;
    const name = urls.endpointNameIn(request.path);
    const endpoint = name === undefined ? undefined : urls.endpoint;
    if (!endpoint) response.set(ROUTE_HEADERS);
    const refusal = this.#foreignRefusal(request) ?? this.#closedRefusal(request.path);
    if (refusal) return endpoint ? endpoint.sendError(response, refusal) : sendError(response, refusal);
    if (endpoint && name !== undefined)
      return answerPage(request, response) ? undefined : endpoint.handle(request, response, name);
    if (urls.document && urls.isDocument(request.path)) return sendDocument(urls.document, request, response);
    if (urls.isRoot(request)) return response.redirect(302, `${urls.base}${ROUTES.dashboard}/`);
    const hint = urls.hintAt(request.path);
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
    if (!this.#isClosed || HEALTH.some((route) => isAt(path, this.base + route))) return undefined;
    return shuttingDown();
  }
}

function sendWireJson(this: Response, body: unknown): Response {
  return this.type('json').send(wireJson(body));
}
