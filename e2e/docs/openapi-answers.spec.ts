import { Validator } from '@seriousme/openapi-schema-validator';
import { bearer } from '../support/access/holders.ts';
import { isCommand, ROWS, type Row } from '../support/access/rows.ts';
import {
  fill,
  goOn,
  newTargets,
  readTenants,
  startWorld,
  type FilledTenant,
  type World,
} from '../support/access/world.ts';
import { DocumentedAnswers, openApiDocument, type RouteAnswer } from '../support/docs/openapi.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';

/** Neither agents nor other instances are described. */
const UNDESCRIBED = /\/(?:mcp|peers\/.*)$/;

const ALL = ROWS.filter(({ route }) => !UNDESCRIBED.test(route) || route.endsWith('/admin/mcp'));

describe('the OpenAPI document', () => {
  let world: World;
  let tenants: FilledTenant[];
  let documented: DocumentedAnswers;

  beforeAll(async () => {
    documented = new DocumentedAnswers(openApiDocument());
    world = await startWorld();
    await fill(world);
    await goOn(world);
    tenants = await readTenants(world.origin);
  });

  afterAll(() => world.close());

  async function answerOf(
    route: string,
    { method, body, headers = {} }: { method?: string; body?: string; headers?: Record<string, string> } = {},
  ): Promise<RouteAnswer> {
    const [own = 'GET', path = ''] = route.split(' ');
    const response = await fetch(world.origin + path, {
      method: method ?? own,
      redirect: 'manual',
      headers: { ...bearer(ADMIN_TOKEN), ...headers },
      ...(body !== undefined && { body }),
    });
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('text/event-stream')) {
      await response.body?.cancel();
      return { status: response.status, type, text: '' };
    }
    return { status: response.status, type, text: await response.text() };
  }

  /** Asks everything that the matrix of access asks by a row. */
  async function faultsOfRow({ route, asks }: Row, about: readonly FilledTenant[]): Promise<string[]> {
    const [method = '', url = ''] = route.split(' ');
    const faults: string[] = [];
    for (const tenant of about)
      for (const [path, , message] of asks?.(tenant) ?? [[url]]) {
        const answer = await answerOf(`${method} ${path}`, message);
        faults.push(...documented.faultsOf(route, answer));
      }
    return faults;
  }

  it('is valid OpenAPI', async () => {
    const { valid, errors } = await new Validator().validate({ ...openApiDocument() });
    expect({ valid, errors }).toMatchObject({ valid: true });
  });

  it('describes what every route answers to an admin', async () => {
    const faults: string[] = [];
    for (const row of ALL.filter((row) => !isCommand(row) && row.route !== 'DELETE /auth/session'))
      faults.push(...(await faultsOfRow(row, tenants)));
    expect(faults).toEqual([]);
  });

  it('describes what commands answer', async () => {
    const faults: string[] = [];
    for (const tenant of tenants) {
      const fresh = [{ ...tenant, ...(await newTargets(world, tenant)) }];
      for (const row of ALL.filter(isCommand)) faults.push(...(await faultsOfRow(row, fresh)));
    }
    expect(faults).toEqual([]);
  });

  it('describes what routes about alerts and upstreams answer', async () => {
    const headers = { 'content-type': 'application/json' };
    const rule = JSON.stringify({ kind: 'stuck-call', for: '1s' });
    const until = new Date(Date.now() + 60_000).toISOString();
    const silence = JSON.stringify({ rule: 'stuck', subject: { tool: 'hold' }, reason: 'rest', until });
    const questions: [route: string, url: string, body?: string][] = [
      ['PUT /alerts/rules/x', '/alerts/rules/stuck', rule],
      ['POST /alerts/preview', '/alerts/preview', rule],
      ['POST /alerts/silences', '/alerts/silences', silence],
      ['GET /alerts', '/alerts'],
      ['DELETE /alerts/rules/x', '/alerts/rules/stuck', '{"reason":"done"}'],
    ];
    const faults: string[] = [];
    const statuses: number[] = [];
    for (const [route, url, body] of questions) {
      const [method = ''] = route.split(' ');
      const answer = await answerOf(`${method} ${url}`, { headers, ...(body && { body }) });
      statuses.push(answer.status);
      faults.push(...documented.faultsOf(route, answer));
    }
    expect(faults).toEqual([]);
    expect(statuses).toEqual([202, 200, 202, 200, 202]);
  });

  it('describes how whoever has no credentials, or asks for too much, is refused', async () => {
    const faults: string[] = [];
    for (const { route } of ALL) {
      const answer = await answerOf(route, { headers: { authorization: 'Bearer a-token-of-nobody' } });
      if (answer.status >= 400) faults.push(...documented.faultsOf(route, answer));
    }
    const wrong = await answerOf('GET /history?limit=0');
    expect([...faults, ...documented.faultsOf('GET /history', wrong)]).toEqual([]);
    expect(wrong.status).toBe(400);
  });

  it('finds an answer that has more, less or other members than it says', () => {
    const answer = (body: object): RouteAnswer => ({
      status: 202,
      type: 'application/json; charset=utf-8',
      text: JSON.stringify(body),
    });
    const faultsOf = (body: object) => documented.faultsOf('DELETE /sessions/x', answer(body)).length;
    expect([{ sessionId: 's' }, { sessionId: 's', more: 1 }, {}, { sessionId: 5 }].map(faultsOf)).toEqual([
      0, 1, 1, 1,
    ]);
  });
});
