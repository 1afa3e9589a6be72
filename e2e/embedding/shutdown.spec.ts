import { Controller, Get, Injectable, Module, type OnModuleDestroy } from '@nestjs/common';
import { Readiness, Tool } from '#crowsnest';
import {
  callRequest,
  beginSession,
  initializeRequest,
  sendModern,
  sendRaw,
} from '../support/agents/raw-mcp.ts';
import { startHost } from '../support/embedding/start-host.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

/** A connection of the application, which it closes in the first shutdown hook of Nest. */
@Injectable()
class Database implements OnModuleDestroy {
  isOpen = true;

  onModuleDestroy(): void {
    this.isOpen = false;
  }
}

@Injectable()
class StockTools {
  readonly #counted = Promise.withResolvers<void>();
  running = 0;

  constructor(private readonly database: Database) {}

  @Tool({ name: 'count_stock' })
  async countStock(): Promise<string> {
    this.running += 1;
    await this.#counted.promise;
    return this.database.isOpen ? '7 in stock' : 'the database is closed';
  }

  finish(): void {
    this.#counted.resolve();
  }
}

@Controller()
class ShopHealth {
  constructor(private readonly crowsnest: Readiness) {}

  @Get('ready')
  ready(): object {
    return { crowsnest: this.crowsnest.state };
  }
}

@Module({ controllers: [ShopHealth], providers: [Database, StockTools], exports: [Database, StockTools] })
class StockModule {}

describe('a host application that is closed', () => {
  it('keeps its providers alive and serves its own routes until running calls have ended', async () => {
    const app = await startHost({ crowsnest: { mcp: { drainMs: 60_000 } }, imports: [StockModule] });
    const origin = await app.getUrl();
    const tools = app.get(StockTools);
    const readiness = async (): Promise<unknown> => {
      const response = await fetch(`${origin}/ready`, { headers: { 'x-customer': 'yes' } });
      return ((await response.json()) as { data: unknown }).data;
    };
    expect(await readiness()).toEqual({ crowsnest: 'ready' });
    const answers = [
      sendRaw(origin, callRequest('count_stock'), {
        headers: { 'mcp-session-id': await beginSession(origin) },
      }),
      sendModern(origin, 'tools/call', { name: 'count_stock' }),
    ];
    await waitUntil(() => tools.running === 2, { reason: 'both calls run' });

    const closed = app.close();
    expect(await readiness()).toEqual({ crowsnest: 'draining' });
    expect((await sendRaw(origin, initializeRequest())).status).toBe(503);
    expect(app.get(Database).isOpen).toBe(true);
    tools.finish();
    for (const { body } of await Promise.all(answers))
      expect(body?.result).toMatchObject({ content: [{ text: '7 in stock' }] });
    await closed;
    expect(app.get(Database).isOpen).toBe(false);
  });
});
