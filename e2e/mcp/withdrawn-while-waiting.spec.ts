import type { INestApplication } from '@nestjs/common';
import { AccessTokens, AgentKeys, ToolAccess } from '#edge';
import { createCrowsnestTestingApp } from '#testing';
import { Offer, RawMessage, type OfferClient, type OpenOffer } from '#tools';
import { initializeRequest, sendModern, sendRaw, type RawAnswer } from '../support/agents/raw-mcp.ts';
import { TestIssuer } from '../support/agents/test-issuer.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { RawOffer } from '../support/handlers/raw-offer.ts';
import { readSessions } from '../support/server/admin-api.ts';

const KEY = 'a-key-of-acme';
const RESULT =
  '{"jsonrpc":"2.0","id":ID,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"up","version":"1"}}}';

/** An upstream that takes its time: it answers nothing by itself, and may take no agent until it is told to. */
class SlowOffer extends RawOffer {
  readonly #opened = Promise.withResolvers<void>();
  isShut = false;
  waiting = 0;

  override async open(client: OfferClient): Promise<OpenOffer> {
    if (this.isShut) {
      this.waiting += 1;
      await this.#opened.promise;
    }
    return super.open(client);
  }

  unlock(): void {
    this.#opened.resolve();
  }
}

describe('an agent whose request waits for an upstream', () => {
  let app: INestApplication;
  let origin: string;
  let offer: SlowOffer;
  let issuer: TestIssuer;

  const sessions = () => readSessions(origin);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  /** Sends `initialize`, and resolves once the upstream has it. */
  async function begin(token: string): Promise<{ answer: Promise<RawAnswer> }> {
    const answer = sendRaw(origin, initializeRequest(), { headers: bearer(token) });
    await waitUntil(() => offer.received.length === 1, { reason: 'the upstream has the request' });
    return { answer };
  }

  beforeEach(async () => {
    offer = new SlowOffer();
    issuer = await TestIssuer.start();
    app = await createCrowsnestTestingApp({
      options: {
        access: { publicUrl: 'https://mcp.example' },
        mcp: {
          agentKeys: [{ tenantId: 'acme', key: KEY }],
          authorization: { issuers: [{ issuer: issuer.url, tenantClaim: 'org' }] },
        },
      },
      override: (builder) => builder.overrideProvider(Offer).useValue(offer),
    });
    origin = await app.getUrl();
  });

  afterEach(async () => {
    offer.unlock();
    await app.close();
    await issuer.stop();
  });

  it.each([
    ['its key is withdrawn', 'key', 401, () => app.get(AgentKeys).replaceAll([], { areNeeded: true })],
    [
      'its issuer is withdrawn',
      'token',
      401,
      () => app.get(AccessTokens, { strict: false }).replaceAll(undefined),
    ],
    [
      'its tenant may use other tools',
      'key',
      200,
      () => app.get(ToolAccess, { strict: false }).replaceAll({ acme: { deny: ['*'] } }),
    ],
  ] as const)(
    'is told at once that %s, gets no session later, and learns by the next request what holds',
    async (_, kind, status, withdraw) => {
      const token = kind === 'key' ? KEY : await issuer.sign();
      const { answer } = await begin(token);
      withdraw();
      const { headers, body, sessionId, ...refused } = await answer;
      expect([refused.status, headers.get('retry-after'), sessionId]).toEqual([503, '1', null]);
      expect(body).toMatchObject({ id: 1, error: { message: expect.stringContaining('has changed') } });
      const [client] = offer.clients;
      await client!.send(RawMessage.parse(RESULT.replace('ID', '1')), 1).catch(() => undefined);
      expect(offer.closed).toBe(1);
      expect(await sessions()).toEqual([]);
      offer.script = () => [RESULT];
      expect((await sendRaw(origin, initializeRequest(), { headers: bearer(token) })).status).toBe(status);
    },
  );

  it('is told that its key is withdrawn, before a call of the newer era has reached the upstream', async () => {
    offer.isShut = true;
    const call = sendModern(origin, 'tools/call', { name: 'wait', arguments: {} }, { headers: bearer(KEY) });
    await waitUntil(() => offer.waiting === 1, { reason: 'the call waits for the upstream' });
    app.get(AgentKeys).replaceAll([], { areNeeded: true });
    offer.unlock();
    const { status, body } = await call;
    expect([status, body?.error?.message]).toEqual([503, expect.stringContaining('has changed')]);
    expect(offer.received).toEqual([]);
    expect((await sessions()).filter(({ state }) => state === 'open')).toEqual([]);
  });
});
