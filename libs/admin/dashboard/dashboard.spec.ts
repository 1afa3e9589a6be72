import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { brotliCompressSync } from 'node:zlib';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { EdgeModule } from '#edge';
import { consoleDirectory } from './console-build.ts';
import { DashboardModule } from './index.ts';

const INDEX = '<!doctype html><app-root ngCspNonce="CSP_NONCE"></app-root><style nonce="CSP_NONCE"></style>';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(5_000))})`;

describe('DashboardModule', () => {
  let app: INestApplication;
  let parent: string;
  let directory: string;

  function port(): number {
    return (app.getHttpServer().address() as AddressInfo).port;
  }

  function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
    return fetch(`http://127.0.0.1:${port()}${path}`, { method, headers, redirect: 'manual' });
  }

  function build(files: Record<string, string | Buffer>): void {
    for (const [name, contents] of Object.entries(files)) {
      mkdirSync(join(directory, name, '..'), { recursive: true });
      writeFileSync(join(directory, name), contents);
    }
  }

  beforeEach(async () => {
    parent = mkdtempSync(join(tmpdir(), 'crowsnest-dashboard-'));
    directory = join(parent, 'browser');
    writeFileSync(join(parent, 'secret.txt'), 'secret');
    build({
      'index.html': INDEX,
      'main-ABCD2345.js': SCRIPT,
      'page-a1b2c3d4.js': SCRIPT,
      'styles-ZYXW2345.css': 'body{}',
      'lookout.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'media/font-QWER2345.woff2': 'font',
    });
    const testing = await Test.createTestingModule({
      imports: [EdgeModule.forRoot({ standalone: true }), DashboardModule.forRoot({ directory })],
    }).compile();
    app = testing.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
  });

  afterEach(async () => {
    await app.close();
    rmSync(parent, { recursive: true });
  });

  it('redirects from / to the console', async () => {
    const response = await get('/');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/dashboard/');
  });

  it.each([
    '/dashboard',
    '/dashboard/',
    '/dashboard/index.html',
    '/dashboard/sessions',
    '/dashboard/sessions/',
    '/dashboard/sessions/a%20session.2',
    '/dashboard/sessions/one/',
    '/dashboard/tools?sort=calls',
    '/dashboard/?a=b.js',
  ])('serves the page at %s', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(await response.text()).toContain('<app-root');
  });

  it.each(['/dashboard/nothing', '/dashboard/sessions/a/b', '/dashboard/Tools'])(
    'answers 404 at %s, with the page that says so',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toContain('<app-root');
    },
  );

  it('serves the page to a browser that asks for a page, even if the path looks like a file', async () => {
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const page = await get('/dashboard/nothing/fs.read', { accept });
    expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('<app-root')]);
    const file = await get('/dashboard/nothing/fs.read');
    expect([file.status, await file.text()]).toEqual([404, expect.stringContaining('NOT_FOUND')]);
  });

  it('gives each page a nonce of its own for its styles', async () => {
    const pages = await Promise.all([get('/dashboard/'), get('/dashboard/')]);
    const nonces = await Promise.all(
      pages.map(async (page) => {
        const policy = page.headers.get('content-security-policy') ?? '';
        const nonce = /'nonce-([^']{20,})'/.exec(policy)?.[1] ?? 'none';
        expect(policy).toBe(
          `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; ` +
            "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'; " +
            "form-action 'self'; frame-ancestors 'none'",
        );
        expect(await page.text()).toBe(INDEX.replaceAll('CSP_NONCE', nonce));
        return nonce;
      }),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('lets each page load its own files at once', async () => {
    const link = (page: string, file: string): string =>
      `<link rel="modulepreload" href="${file}" data-page="${page}">`;
    const [overview, tools] = [link('overview', 'page-1.js'), link('tools', 'page-2.js')];
    build({ 'index.html': `<head>${overview}${tools}</head>` });
    expect(await (await get('/dashboard/')).text()).toBe(`<head>${overview}</head>`);
    expect(await (await get('/dashboard/tools')).text()).toBe(`<head>${tools}</head>`);
    expect(await (await get('/dashboard/nothing')).text()).toBe('<head></head>');
  });

  it.each([
    ['/dashboard/main-ABCD2345.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/dashboard/page-a1b2c3d4.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/dashboard/styles-ZYXW2345.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/dashboard/media/font-QWER2345.woff2', 'font/woff2', 'public, max-age=31536000, immutable'],
    ['/dashboard/lookout.svg', 'image/svg+xml', 'no-cache'],
  ])('serves %s', async (path, type, caching) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toBe(caching);
  });

  it.each(['/dashboard/main-OLDER234.js', '/dashboard/assets/nothing.png', '/dashboard/missing.js?v=1'])(
    'answers %s with 404, whatever the browser asks for',
    async (path) => {
      const response = await get(path, { accept: 'text/html' });
      expect(response.status).toBe(404);
      expect(response.headers.get('cache-control')).not.toContain('immutable');
      expect(await response.json()).toEqual({ error: 'NOT_FOUND', message: expect.any(String) });
    },
  );

  it.each([
    ['br', 'gzip, deflate, br', 'br'],
    ['gzip', 'gzip', 'gzip'],
    ['nothing', 'identity', null],
    ['nothing that is refused', 'br;q=0, gzip;q=0', null],
  ])('compresses with %s', async (_, accepted, encoding) => {
    for (let n = 0; n < 2; n += 1) {
      const response = await get('/dashboard/main-ABCD2345.js', { 'accept-encoding': accepted });
      expect(response.headers.get('content-encoding')).toBe(encoding);
      expect(response.headers.get('vary')).toBe('Accept-Encoding');
      expect(await response.text()).toBe(SCRIPT);
    }
  });

  it.each([
    ['as it is', 'gzip, br', 'br'],
    ['with gzip', 'gzip', 'gzip'],
    ['decompressed', 'identity', null],
  ])(
    'sends %s what the build has compressed, to a browser that accepts %s',
    async (_, accepted, encoding) => {
      build({ 'page-BR345678.js.br': brotliCompressSync(SCRIPT) });
      const response = await get('/dashboard/page-BR345678.js', { 'accept-encoding': accepted });
      expect(response.headers.get('content-encoding')).toBe(encoding);
      expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('vary')).toBe('Accept-Encoding');
      expect(await response.text()).toBe(SCRIPT);
    },
  );

  it('answers 304 when the browser has the current file', async () => {
    const etag = (await get('/dashboard/lookout.svg')).headers.get('etag') ?? '';
    expect((await get('/dashboard/lookout.svg', { 'if-none-match': etag, 'cache-control': '' })).status).toBe(
      304,
    );
  });

  it.each(['/', '/dashboard/', '/dashboard/lookout.svg', '/dashboard/missing.js'])(
    'keeps %s out of frames and forbids sniffing its type',
    async (path) => {
      const { headers } = await get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    },
  );

  it('answers HEAD without a body', async () => {
    const response = await get('/dashboard/', {}, 'HEAD');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it.each([
    '/dashboard/../secret.txt',
    '/dashboard/..%2fsecret.txt',
    '/dashboard/%2e%2e/secret.txt',
    '/dashboard/media/..%2f..%2f..%2fsecret.txt',
    '/dashboard/..%5csecret.txt',
    '/dashboard//secret.txt',
  ])('serves nothing outside its directory for %s', async (path) => {
    // Not fetch, because it normalizes the path.
    const socket = connect(port(), '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).not.toMatch(/^secret$/m);
  });

  it('serves a new build without a restart', async () => {
    expect((await get('/dashboard/chunk-NEWER234.js')).status).toBe(404);
    build({ 'index.html': INDEX, 'chunk-NEWER234.js': SCRIPT });
    expect((await get('/dashboard/chunk-NEWER234.js')).status).toBe(200);
  });

  it('answers with instructions when the console is not built', async () => {
    rmSync(directory, { recursive: true });
    const response = await get('/dashboard/');
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toContain('npm run build:console');
  });

  it('looks for the console in this package by default', () => {
    expect(consoleDirectory()).toBe(join(process.cwd(), 'dist', 'console', 'browser'));
  });
});
