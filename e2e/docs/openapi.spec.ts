import { readFileSync } from 'node:fs';
import type { ErrorBody } from '#contract';
import { Edge } from '#edge';
import { SITE } from '../support/docs/site.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

interface Operation {
  description?: string;
  security?: unknown[];
  parameters?: { name: string; in: string }[];
}

/** Between instances: no route of a client. */
const INTERNAL = '/peers/';

describe('the OpenAPI document of the routes', () => {
  let application: TestApplication;
  let operations: [method: string, path: string, operation: Operation][];

  beforeAll(async () => {
    application = await startApplication([]);
    const { paths } = JSON.parse(readFileSync(`${SITE}/openapi.json`, 'utf8')) as {
      paths: Record<string, Record<string, Operation>>;
    };
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
        method.toUpperCase(),
        path.replaceAll(/\{\w+\}/g, 'x'),
        operation,
      ]),
    );
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
