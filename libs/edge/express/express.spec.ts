import express, { type Express } from 'express';
import { servesRoute, urlsOf } from './express-routes.ts';

const respond = (): void => undefined;

/** Pins the internals of Express that this folder reads: a failure here names what an upgrade has changed. */
describe('The router of Express', () => {
  let app: Express;

  beforeEach(() => {
    app = express();
    app.use(respond);
    app.get('/orders/:number', respond);
    app.route('/everything').all(respond);
    app.post('/{*path}', respond);
  });

  it('keeps its layers in a stack: middleware without a route, and routes with path and methods', () => {
    const { stack } = app.router as unknown as { stack: { route?: object; match: unknown }[] };
    expect(stack.map(({ route }) => route)).toMatchObject([
      undefined,
      { path: '/orders/:number', methods: { get: true } },
      { path: '/everything', methods: { _all: true } },
      { path: '/{*path}', methods: { post: true } },
    ] as object[]);
    for (const { match } of stack) expect(match).toBeInstanceOf(Function);
  });

  it('shows in its layers which method and path a route serves', () => {
    const serves = (method: string, path: string): boolean => servesRoute(app, method, path);
    expect([serves('GET', '/orders/7'), serves('HEAD', '/orders/7')]).toEqual([true, true]);
    expect([serves('POST', '/orders/7'), serves('GET', '/orders')]).toEqual([false, false]);
    expect(serves('PATCH', '/everything')).toBe(true);
    // The parameter cannot be decoded: Express answers with 400.
    expect(serves('GET', '/orders/%ff')).toBe(true);
  });

  it('shows in its layers the URLs of its routes, listed with the letter x for each parameter', () => {
    expect(urlsOf(app)).toContainEqual(['GET', '/orders/x']);
    expect(urlsOf(app)).toContainEqual(['POST', '/x']);
  });
});
