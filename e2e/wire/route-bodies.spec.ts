import { gzipSync } from 'node:zlib';
import { Edge } from '#edge';
import { BASE, fromElsewhere, KEYS, startAllRoutes } from '../support/access/all-routes.ts';
import { IGNORERS, READERS, type BodyRoute } from '../support/access/body-routes.ts';
import { bearer } from '../support/access/holders.ts';
import { exchange, type HttpAnswer } from '../support/agents/raw-http.ts';
import type { TestApplication } from '../support/server/test-application.ts';

interface Sent {
  what: string;
  headers?: Record<string, string>;
  body: string | Buffer;
  status: number;
  /** What the message of the error says. */
  says: RegExp;
}

const JSON_TYPE = 'application/json';
const TEXT = '{"reason":"Grüße"}';
const charset = (name: string) => ({ 'content-type': `${JSON_TYPE}; charset=${name}` });
const encoding = (name: string) => ({ 'content-encoding': name });

const FAULTS: readonly Sent[] = [
  { what: 'JSON that is cut', body: '{"reason":', status: 400, says: /JSON/ },
  { what: 'no JSON object', body: '5', status: 400, says: /object|JSON-RPC/ },
  { what: 'a byte that is not UTF-8', body: Buffer.from(TEXT, 'latin1'), status: 400, says: /not UTF-8/ },
  {
    what: 'an encoded surrogate',
    body: Buffer.from('7b2261223a22eda080227d', 'hex'),
    status: 400,
    says: /not UTF-8/,
  },
  {
    what: 'the charset utf-16le',
    headers: charset('utf-16le'),
    body: Buffer.from(TEXT, 'utf16le'),
    status: 415,
    says: /UTF-16LE.* UTF-8/,
  },
  { what: 'the charset utf-7', headers: charset('utf-7'), body: TEXT, status: 415, says: /UTF-7.* UTF-8/ },
  {
    what: 'the charset windows-1252',
    headers: charset('"windows-1252"'),
    body: TEXT,
    status: 415,
    says: /WINDOWS-1252.* UTF-8/,
  },
  {
    what: 'an unknown charset',
    headers: charset('klingon'),
    body: TEXT,
    status: 415,
    says: /KLINGON.* UTF-8/,
  },
  {
    what: 'the encoding zstd',
    headers: encoding('zstd'),
    body: TEXT,
    status: 415,
    says: /gzip, deflate and br/,
  },
  {
    what: 'two encodings',
    headers: encoding('gzip, br'),
    body: TEXT,
    status: 415,
    says: /gzip, deflate and br/,
  },
  { what: 'bytes that are not gzip', headers: encoding('gzip'), body: TEXT, status: 400, says: /not gzip/ },
  {
    what: 'half of what gzip has made',
    headers: encoding('gzip'),
    body: gzipSync(TEXT).subarray(0, 20),
    status: 400,
    says: /not gzip/,
  },
  { what: 'bytes that are not Brotli', headers: encoding('br'), body: TEXT, status: 400, says: /not br/ },
  {
    what: 'too many bytes',
    body: `"${'x'.repeat(4 * 1024 * 1024)}"`,
    status: 413,
    says: /larger than \d+ bytes/,
  },
  {
    what: 'too many bytes when decoded',
    headers: encoding('gzip'),
    body: gzipSync(`"${'x'.repeat(4 * 1024 * 1024)}"`),
    status: 413,
    says: /larger than \d+ bytes/,
  },
];

describe('a body', () => {
  let application: TestApplication;

  beforeAll(async () => {
    application = await startAllRoutes();
  });

  afterAll(() => application.app.close());

  const send = (
    { method, path, whose }: BodyRoute,
    { headers, body }: Pick<Sent, 'headers' | 'body'>,
  ): Promise<HttpAnswer> =>
    exchange(application.origin, {
      method,
      path: BASE + path,
      headers: {
        'content-type': JSON_TYPE,
        accept: `${JSON_TYPE}, text/event-stream`,
        ...bearer(KEYS[whose]),
        ...fromElsewhere(),
        ...headers,
      },
      body,
    });

  it('is sent to every route that may read one', () => {
    const known = [...READERS, ...IGNORERS].map(
      ({ method, path }) => `${method} ${BASE}${path.replace(/(?<=\/)(nothing|nobody)/, 'x')}`,
    );
    const registered = application.app.get(Edge).routeUrls.filter(([method]) => method !== 'GET');
    // Instances send notices to each other; for all others there is nothing.
    const others = registered
      .map((route) => route.join(' '))
      .filter((route) => !route.includes('/peers/notices/'));
    expect(
      others
        .filter((route) => !known.includes(route))
        .map((route) => `${route} is not in e2e/support/access/body-routes.ts`),
    ).toEqual([]);
  });

  it.each(READERS.map((route) => [route.method, route.path, route] as const))(
    'of %s %s gets an error that names its fault',
    async (_method, _path, route) => {
      const wrong: unknown[] = [];
      for (const { what, status, says, ...sent } of FAULTS) {
        const answer = await send(route, sent);
        const { error, message } = JSON.parse(answer.text) as {
          error: string | { message: string };
          message?: string;
        };
        const said = typeof error === 'object' ? error.message : (message ?? '');
        if (answer.status !== status || !says.test(said)) wrong.push([what, answer.status, said]);
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each(READERS.map((route) => [route.method, route.path, route] as const))(
    'of %s %s may be nested deeply, and have any member, without a fault of the server',
    async (_method, _path, route) => {
      const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
      for (const body of [
        `{"reason":${nested(5_000)}}`,
        nested(40_000),
        '{"__proto__":{"a":1}}',
        '{"constructor":{"prototype":{"a":1}}}',
        '',
      ]) {
        const { status } = await send(route, { body });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      }
      expect(({} as { a?: number }).a).toBeUndefined();
    },
  );

  it.each(IGNORERS.map((route) => [route.method, route.path, route] as const))(
    'of %s %s is not read, whatever it is',
    async (_method, _path, route) => {
      const { status } = await send(route, { body: '' });
      for (const sent of FAULTS)
        expect([sent.what, (await send(route, sent)).status]).toEqual([sent.what, status]);
    },
  );
});
