import { randomBytes } from 'node:crypto';
import { extname } from 'node:path';
import { Controller, Get, Logger, Param, Req, Res } from '@nestjs/common';
import { ROUTES } from '#contract';
import { Edge, EdgeError } from '#edge';
import type { Request, Response } from 'express';
import { ConsoleBuild } from './console-build.ts';
import type { ConsoleFile, ContentEncoding } from './console-file.ts';
import { indexPage } from './index-page.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';

const INDEX = 'index.html';
const ENCODINGS: readonly ContentEncoding[] = ['br', 'gzip'];

/** The console: its files, and its page for every path of its own router. */
@Controller()
export class DashboardController {
  readonly #logger = new Logger('Dashboard');

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
    const files = await this.build.files();
    const index = files?.get(INDEX);
    if (!files || !index) return this.#sendNotBuilt(response);
    const path = segments?.join('/') ?? '';
    const file = files.get(path) ?? (isPage(path, request) ? index : undefined);
    if (!file) throw notFound(request);
    if (file === index) await this.#sendIndex(index, response);
    else await sendAsset(file, request, response);
  }

  async #sendIndex(index: ConsoleFile, response: Response): Promise<void> {
    const nonce = randomBytes(16).toString('base64');
    const html = indexPage((await index.bytes()).toString(), nonce, this.edge);
    response.set('Content-Security-Policy', contentSecurityPolicy(nonce)).set('Cache-Control', 'no-cache');
    response.type('html').send(html);
  }

  #sendNotBuilt(response: Response): void {
    this.#logger.warn(`There is no console in ${this.build.directory}: npm run build:console makes it`);
    response.status(503).type('text/plain');
    response.send('The console is not built yet. Run: npm run build:console\n');
  }
}

async function sendAsset(file: ConsoleFile, request: Request, response: Response): Promise<void> {
  const encoding = ENCODINGS.find((name) => file.isCompressible && request.acceptsEncodings(name));
  const bytes = await file.bytes(encoding).catch(() => undefined);
  if (!bytes) throw notFound(request);
  if (encoding) response.set('Content-Encoding', encoding);
  if (file.isCompressible) response.vary('Accept-Encoding');
  response.set('Cache-Control', file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.type(file.extension).send(bytes);
}

const ASSET =
  /\.(avif|css|gif|html|ico|jpe?g|js|json|map|mjs|png|svg|ttf|txt|wasm|webmanifest|webp|woff2?|xml)$/i;

// A path of the console's router may end in a dot and more, as names of tools do ("fs.read"). Where the
// ending is no asset's, a browser that asks for a page gets the page.
function isPage(path: string, request: Request): boolean {
  if (extname(path) === '') return true;
  return !ASSET.test(path) && /\btext\/html\b/.test(request.headers.accept ?? '');
}

function notFound({ path }: Request): EdgeError {
  return new EdgeError(404, 'NOT_FOUND', `The console has no file ${path}`);
}
