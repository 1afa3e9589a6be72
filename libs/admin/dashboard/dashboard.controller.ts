import { randomBytes } from 'node:crypto';
import { extname } from 'node:path';
import { Controller, Get, Logger, Param, Req, Res } from '@nestjs/common';
import { consolePageAt, ROUTES, type ConsolePage } from '#contract';
import { Edge, EdgeError } from '#edge';
import compression from 'compression';
import type { Request, Response } from 'express';
import { ConsoleBuild, INDEX } from './console-build.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { indexPage } from './index-page.ts';

/** The build puts a hash of the contents at the end of the name of each script, style sheet and font. */
const HASHED = /-[A-Za-z0-9]{8}\.(?:js|css|woff2)$/;

const FOR_GOOD = 'public, max-age=31536000, immutable';

/** Serves the console: its files, and one HTML page for the paths of all its pages. */
@Controller()
export class DashboardController {
  readonly #logger = new Logger('Dashboard');
  readonly #compress = compression();

  constructor(
    private readonly build: ConsoleBuild,
    private readonly edge: Edge,
  ) {}

  @Get([ROUTES.dashboard, `${ROUTES.dashboard}/{*path}`])
  async serve(
    @Param('path') segments: string[] | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const index = await this.build.index();
    if (index === undefined) return this.#sendNotBuilt(response);
    await new Promise((resolve) => this.#compress(request, response, resolve));
    const path = segments?.join('/') ?? '';
    const page = consolePageAt(path);
    if (path === INDEX || page) return this.#sendIndex(index, page, response);
    if (await this.#sendFile(path, request, response)) return;
    if (!looksLikePage(path, request)) throw notFound(request);
    // The console itself tells people that there is no such page.
    this.#sendIndex(index, undefined, response.status(404));
  }

  #sendIndex(index: string, page: ConsolePage | undefined, response: Response): void {
    const nonce = randomBytes(16).toString('base64');
    response.set('Content-Security-Policy', contentSecurityPolicy(nonce)).set('Cache-Control', 'no-cache');
    response.type('html').send(indexPage(index, nonce, this.edge, page));
  }

  /** Resolves with false if the build has no such file. */
  async #sendFile(path: string, request: Request, response: Response): Promise<boolean> {
    const caching = HASHED.test(path) ? FOR_GOOD : 'no-cache';
    if (caching === FOR_GOOD && (await this.#sendCompressed(path, request, response))) return true;
    const options = {
      root: this.build.directory,
      acceptRanges: false,
      headers: { 'Cache-Control': caching },
    };
    const { promise, resolve } = Promise.withResolvers<boolean>();
    // An error after the headers means that the client has disconnected.
    response.sendFile(path, options, (error) => resolve(!error || response.headersSent));
    return promise;
  }

  /** Sends what the build has compressed better than could be done for each request. */
  async #sendCompressed(path: string, request: Request, response: Response): Promise<boolean> {
    const form = request.acceptsEncodings('br') ? 'br' : 'identity';
    const content = await this.build.compressed(path, form);
    if (!content) return false;
    if (form === 'br') response.set('Content-Encoding', form);
    response.set('Cache-Control', FOR_GOOD).type(extname(path)).send(content);
    return true;
  }

  #sendNotBuilt(response: Response): void {
    this.#logger.warn(`There is no console in ${this.build.directory}: npm run build:console makes it`);
    response.status(503).type('text/plain');
    response.send('The console is not built yet. Run: npm run build:console\n');
  }
}

const ASSET =
  /\.(avif|css|gif|html|ico|jpe?g|js|json|map|mjs|png|svg|ttf|txt|wasm|webmanifest|webp|woff2?|xml)$/i;

// An address may contain a dot, as a tool name does ("fs.read"). Unless the extension is one of an asset, a browser that
// asks for a page gets one.
function looksLikePage(path: string, request: Request): boolean {
  if (extname(path) === '') return true;
  return !ASSET.test(path) && /\btext\/html\b/.test(request.headers.accept ?? '');
}

function notFound({ path }: Request): EdgeError {
  return new EdgeError(404, 'NOT_FOUND', `The console has no file ${path}`);
}
