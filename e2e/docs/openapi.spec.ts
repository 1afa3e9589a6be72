import type { ErrorBody } from '#contract';
import { Edge } from '#edge';
import { openApiDocument, operationsOf, type Operation } from '../support/docs/openapi.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

/** Between instances: no route of a client. */
const INTERNAL = '/peers/';

describe('the OpenAPI document of the routes', () => {
  let application: TestApplication;
  let operations: [method: string, path: string, operation: Operation][];

  beforeAll(async () => {
    application = await startApplication([]);
    operations = Array.from(operationsOf(openApiDocument()), ([route, operation]) => {
      const [method = '', path = ''] = route.split(' ');
      return [method, path, operation];
    });
  });

  afterAll(() => application.app.close());

  it('has every route that is registered, and no other', () => {
    const registered = application.app.get(Edge).routeUrls.map((route) => route.join(' '));
    const described = operations.map(([method, path]) => `${method} ${path}`);
    expect(described.toSorted()).toEqual(registered.filter((route) => !route.includes(INTERNAL)).toSorted());
  });

  it('describes every route, and says which need credentials', async () => {
    const faults: string[] = [];
    for (const [method, path, { description, security }] of operations) {
      if (!description) faults.push(`${method} ${path} has no description`);
      const { status } = await fetch(application.origin + path, { method, redirect: 'manual' });
      if ((status === 401) !== Boolean(security)) faults.push(`${method} ${path} is answered with ${status}`);
    }
    expect(faults).toEqual([]);
  });

  it('names the parameters that the routes take', async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const faults: string[] = [];
    for (const [method, path, { parameters = [] }] of operations.filter(([method]) => method === 'GET')) {
      const answer = await fetch(`${application.origin}${path}?none=1`, { method, headers });
      const { error, message } = (await answer.json().catch(() => ({}))) as Partial<ErrorBody>;
      if (error !== 'UNKNOWN_PARAMETER') continue;
      const taken = /there are (.*)$/.exec(message ?? '')?.[1] ?? '';
      const named = parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name);
      if (named.join(', ') !== taken)
        faults.push(`${path} takes ${taken}, and ${named.join(', ')} are named`);
    }
    expect(faults).toEqual([]);
  });
});
