import { Injectable, UseGuards, type CanActivate, type INestApplication } from '@nestjs/common';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { z } from 'zod';
import { SessionRegistry } from '#sessions';
import { collectEvents, connectModernClient, type LegacyClient, type ModernClient } from '#testing';
import { Prompt, Resource, type HandlerContext } from '#tools';
import { awaitEvent } from '../support/environment/await-event.ts';
import { asAdmin } from '../support/server/admin-api.ts';
import { sendModern } from '../support/agents/raw-mcp.ts';
import { StoppedClock } from '../support/environment/stopped-clock.ts';
import { startApplication } from '../support/server/test-application.ts';

interface HeldRequest {
  context: HandlerContext;
  finish: (text: string) => void;
}

/** Requests other than calls. Each lasts until the test ends it, because its handler ignores its signal. */
@Injectable()
class Stubborn {
  readonly #held = Promise.withResolvers<HeldRequest>();

  /** Resolves with the only request once its handler was entered. */
  readonly held = this.#held.promise;

  @Prompt({
    name: 'ponder',
    args: z.object({ subject: z.string() }),
    complete: {
      async subject(this: Stubborn, _value, _known, context) {
        return [await this.hold(context)];
      },
    },
  })
  ponder(_args: unknown, context: HandlerContext): Promise<string> {
    return this.hold(context);
  }

  @Resource({ name: 'archive', uri: 'test://archive' })
  archive(_variables: unknown, context: HandlerContext): Promise<string> {
    return this.hold(context);
  }

  // Not #hold: what stands in a decorator is compiled to a place outside of the class.
  private hold(context: HandlerContext): Promise<string> {
    return new Promise((finish) => this.#held.resolve({ context, finish }));
  }
}

/** A guard that never decides. */
@Injectable()
class Undecided implements CanActivate {
  static readonly asked = Promise.withResolvers<void>();

  canActivate(): Promise<boolean> {
    Undecided.asked.resolve();
    return new Promise(() => undefined);
  }
}

@Injectable()
class Secret {
  @Resource({ name: 'secret', uri: 'test://secret' })
  @UseGuards(Undecided)
  secret(): string {
    return 'Never read';
  }
}

const SUBJECT = {
  ref: { type: 'ref/prompt', name: 'ponder' },
  argument: { name: 'subject', value: '' },
} as const;

// Makes the client ask for progress.
const options = { onprogress: () => undefined };

const REQUESTS = [
  {
    method: 'prompts/get',
    ask: (client: ModernClient) =>
      client.getPrompt({ name: 'ponder', arguments: { subject: 'life' } }, options),
  },
  {
    method: 'resources/read',
    ask: (client: ModernClient) => client.readResource({ uri: 'test://archive' }, options),
  },
  {
    method: 'completion/complete',
    ask: (client: ModernClient) => client.complete(SUBJECT, options),
  },
];

/** A client that does not reconnect to streams, because its timers would outlive it. */
async function connectLegacyClient(origin: string): Promise<LegacyClient> {
  const reconnectionOptions = {
    maxRetries: 0,
    initialReconnectionDelay: 0,
    maxReconnectionDelay: 0,
    reconnectionDelayGrowFactor: 1,
  };
  const client = new Client({ name: 'legacy', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), { reconnectionOptions }));
  return client as LegacyClient;
}

const SHUTTING_DOWN = { message: expect.stringContaining('The server is shutting down') };

describe.each(REQUESTS)('a request "$method" in flight', ({ ask }) => {
  let app: INestApplication;
  let origin: string;
  let client: LegacyClient | ModernClient;

  /** Returns the final answer to the agent, and the request in its handler. */
  const hold = async () => {
    // Both SDKs' clients answer these methods alike.
    const answer = ask(client as ModernClient).catch((error: unknown) => error);
    return { answer, ...(await app.get(Stubborn).held) };
  };

  beforeEach(async () => {
    ({ app, origin } = await startApplication([Stubborn], {
      sessions: { protocolIdleMs: 60_000, derivedIdleMs: 60_000 },
    }));
  });

  afterEach(() => client.close());

  describe.each([
    ['the legacy era', connectLegacyClient],
    ['revision 2026-07-28', connectModernClient],
  ])('of an agent of %s, when the server shuts down,', (_, connect) => {
    beforeEach(async () => {
      client = await connect(origin);
    });

    it('is answered with the reason', async () => {
      const { answer, context } = await hold();
      await app.close();
      expect(await answer).toMatchObject(SHUTTING_DOWN);
      expect(context.signal.aborted).toBe(true);
    });

    it('is answered with the reason after progress', async () => {
      const { answer, context } = await hold();
      await context.reportProgress({ progress: 1 });
      await app.close();
      expect(await answer).toMatchObject(SHUTTING_DOWN);
      expect(context.signal.aborted).toBe(true);
    });
  });

  describe('when its session ends', () => {
    /** Lets all sessions expire. Requests in flight other than calls do not keep them open. */
    const expire = async (): Promise<void> => {
      const record = collectEvents(app);
      const clock = new StoppedClock();
      clock.advance(60_000);
      app.get(SessionRegistry).expireIdle();
      clock.restore();
      await awaitEvent(record, 'session:expired');
    };

    const endings = [
      {
        why: 'its agent ends it',
        end: ({ transport }: LegacyClient) => transport.terminateSession(),
        reason: 'The session ended before the request was answered',
      },
      {
        why: 'an admin ends it',
        end: ({ transport }: LegacyClient) =>
          asAdmin(origin, `/sessions/${transport.sessionId}`, { method: 'DELETE' }),
        reason: 'Cancelled by an administrator',
      },
      { why: 'it expires', end: expire, reason: 'The session expired before the request was answered' },
    ];

    afterEach(() => app.close());

    it.each(endings)('is answered with the reason when $why', async ({ end, reason }) => {
      const agent = (client = await connectLegacyClient(origin));
      const { answer, context } = await hold();
      await end(agent);
      const message = expect.stringContaining(reason);
      expect(await answer).toMatchObject({ code: -32_000, message });
      expect(context.signal.aborted).toBe(true);
    });

    it.each([false, true])(
      'is answered with the reason when an admin ends its derived session (after progress: %s)',
      async (hasTold) => {
        client = await connectModernClient(origin);
        const { answer, context, finish } = await hold();
        if (hasTold) await context.reportProgress({ progress: 1 });
        const { status } = await asAdmin(origin, `/sessions/${context.sessionId}`, { method: 'DELETE' });
        expect(status).toBe(202);
        const message = expect.stringContaining('Cancelled by an administrator');
        expect(await answer).toMatchObject({ code: -32_000, message });
        expect(context.signal.aborted).toBe(true);
        finish('too late');
      },
    );

    it('keeps its own outcome when its derived session expires', async () => {
      client = await connectModernClient(origin);
      const { answer, finish } = await hold();
      await expire();
      finish('at last');
      expect(JSON.stringify(await answer)).toContain('at last');
    });
  });
});

describe('a "subscriptions/listen" request in flight when the server shuts down', () => {
  it('is answered with the reason even if a guard has not decided yet', async () => {
    const { app, origin } = await startApplication([Secret]);
    const notifications = { resourceSubscriptions: ['test://secret'] };
    const answer = sendModern(origin, 'subscriptions/listen', { notifications }, { id: 3 });
    await Undecided.asked.promise;
    await app.close();
    expect((await answer).body).toMatchObject({ id: 3, error: { code: -32_000, ...SHUTTING_DOWN } });
  });
});
