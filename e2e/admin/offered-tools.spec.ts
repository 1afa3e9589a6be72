import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { OfferedTools } from '#contract';
import { connectModernClient, createCrowsnestTestingApp } from '#testing';
import { Offer, Tool } from '#tools';
import { asAdmin } from '../support/server/admin-api.ts';
import { RawOffer } from '../support/handlers/raw-offer.ts';
import { startApplication } from '../support/server/test-application.ts';

@Injectable()
class Harbour {
  @Tool({ name: 'moor', title: 'Moor', description: 'é'.repeat(600), input: z.object({ berth: z.string() }) })
  moor(): string {
    return 'moored';
  }

  @Tool({ name: 'sail' })
  sail(): string {
    return 'sailing';
  }
}

async function list(origin: string): Promise<{ status: number; body: OfferedTools }> {
  const response = await asAdmin(origin, '/tools');
  return { status: response.status, body: (await response.json()) as OfferedTools };
}

describe('the list of the tools that are offered', () => {
  it('has the size of every definition as agents get it, also of tools that nobody calls, over all pages', async () => {
    const application = await startApplication([Harbour], { mcp: { pageSize: 1 } });
    const agent = await connectModernClient(application.app);
    const { tools } = await agent.listTools();
    const { status, body } = await list(application.origin);
    expect(status).toBe(200);
    expect(body).toEqual({
      asOf: expect.any(String),
      complete: true,
      tools: tools.map(({ name }) => expect.objectContaining({ name })),
    });
    expect(body.tools.map(({ definitionBytes }) => definitionBytes)).toEqual(
      tools.map((tool) => Buffer.byteLength(JSON.stringify(tool))),
    );
    expect(body.tools[0]).toMatchObject({ title: 'Moor', description: 'é'.repeat(500) });
    await application.app.close();
  });

  it('is refused with 503 while what stands behind the endpoint answers with an error', async () => {
    const offer = new RawOffer();
    offer.script = () => ['{"jsonrpc":"2.0","id":ID,"error":{"code":-32603,"message":"Down"}}'];
    const app = await createCrowsnestTestingApp({
      override: (builder) => builder.overrideProvider(Offer).useValue(offer),
    });
    const { status, body } = await list(await app.getUrl());
    expect([status, body]).toMatchObject([503, { error: 'OFFER_SILENT' }]);
    expect(offer.closed).toBe(1);
    await app.close();
  });
});
