import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, UseGuards, type INestApplication, type Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { connectModernClient } from '#testing';
import { Resource, ResourceRegistry, ToolRegistry } from '#tools';
import { Notes } from '../support/handlers/guarded-notes.ts';
import { Refuse, RefuseOnRequest } from '../support/handlers/nest-enhancers.ts';
import { LISTENERS, type ResourceListener } from '../support/agents/resource-listeners.ts';
import { startApplication } from '../support/server/test-application.ts';
import { waitUntil } from '../support/environment/wait-until.ts';

@Injectable()
class Plain {
  @Resource({ name: 'secret', uri: 'notes://secret' })
  secret(): string {
    return 'Never read';
  }
}

@Injectable()
@UseGuards(Refuse)
class Refused extends Plain {}

const WHERE: { where: string; providers: Provider[]; configure?: (app: INestApplication) => void }[] = [
  { where: 'the method', providers: [Notes] },
  { where: 'the class', providers: [Refused] },
  { where: 'the application, as a provider', providers: [Plain, { provide: APP_GUARD, useClass: Refuse }] },
  {
    where: 'the application, of request scope',
    providers: [Plain, { provide: APP_GUARD, useClass: RefuseOnRequest }],
  },
  { where: 'the application', providers: [Plain], configure: (app) => app.useGlobalGuards(new Refuse()) },
];

/** Tells of updates, and gives them time to arrive where they must not. */
async function update(app: INestApplication, ...uris: string[]): Promise<void> {
  for (const uri of uris) app.get(ResourceRegistry).notifyUpdated(uri);
  await pause(50);
}

async function heardBy({ heard }: ResourceListener, count: number): Promise<string[]> {
  await waitUntil(() => heard.length >= count, { reason: `${count} updates are heard`, seen: () => heard });
  return heard;
}

describe.each(LISTENERS)('guards of resources that an agent of the $era era subscribes to', ({ listen }) => {
  let app: INestApplication;

  const serve = async (providers: Provider[], configure?: (app: INestApplication) => void) => {
    ({ app } = await startApplication(providers, {}, configure));
  };

  beforeEach(() => (Notes.isLent = true));
  afterEach(() => app.close());

  it.each(WHERE)(
    'refuses to read and to subscribe when a guard of $where forbids it',
    async ({ providers, configure }) => {
      await serve(providers, configure);
      const agent = await listen(app, 'bob');
      const refusal = {
        code: -32_600,
        message: expect.stringContaining('Forbidden: you may not use the resource "notes://secret"'),
      };
      await expect(agent.read('notes://secret')).rejects.toMatchObject(refusal);
      await expect(agent.subscribe('notes://secret')).rejects.toMatchObject(refusal);
      await expect(agent.subscribe('NOTES://secret')).rejects.toMatchObject(refusal);
      await update(app, 'notes://secret');
      expect(agent.heard).toEqual([]);
    },
  );

  it('sends updates of resources that the agent may read', async () => {
    await serve([Notes]);
    const agent = await listen(app, 'bob');
    await agent.subscribe('notes://open');
    await update(app, 'notes://secret', 'notes://open', 'notes://lent');
    expect(await heardBy(agent, 1)).toEqual(['notes://open']);
  });

  it('recognizes a resource by a URI in other letters', async () => {
    await serve([Notes]);
    const agent = await listen(app, 'bob');
    await agent.subscribe('NOTES://open');
    await update(app, 'notes://open');
    expect((await heardBy(agent, 1)).map((uri) => uri.toLowerCase())).toEqual(['notes://open']);
  });

  it('shows a guard the same request on subscribing as on reading', async () => {
    await serve([Notes]);
    const ann = await listen(app, 'ann');
    const bob = await listen(app, 'bob');
    await ann.subscribe('notes://of/ann');
    await ann.subscribe('notes://marked');
    await bob.subscribe('notes://of/bob');
    const forbidden = { code: -32_600, message: expect.stringContaining('resource template "own"') };
    await expect(ann.subscribe('notes://of/bob')).rejects.toMatchObject(forbidden);
    await expect(bob.subscribe('notes://marked')).rejects.toMatchObject({ code: -32_600 });
    await update(app, 'notes://of/ann', 'notes://of/bob', 'notes://marked');
    expect((await heardBy(ann, 2)).toSorted()).toEqual(['notes://marked', 'notes://of/ann']);
    expect(await heardBy(bob, 1)).toEqual(['notes://of/bob']);
  });

  it('sends no updates while the right is withdrawn', async () => {
    await serve([Notes]);
    const agent = await listen(app, 'bob');
    await agent.subscribe('notes://lent');
    await update(app, 'notes://lent');
    expect(await heardBy(agent, 1)).toHaveLength(1);
    Notes.isLent = false;
    await update(app, 'notes://lent');
    expect(agent.heard).toHaveLength(1);
    await expect(agent.subscribe('notes://lent')).rejects.toThrow('The loan is over');
    Notes.isLent = true;
    await update(app, 'notes://lent');
    expect(await heardBy(agent, 2)).toHaveLength(2);
  });

  it('names the resource that does not exist', async () => {
    await serve([Notes]);
    const agent = await listen(app, 'bob');
    const missing = { code: -32_602, data: { uri: 'notes://nowhere' } };
    await expect(agent.subscribe('notes://nowhere')).rejects.toMatchObject(missing);
  });

  it('asks no guard for a resource that was registered at run time without one', async () => {
    await serve([Notes]);
    const definition = { options: { name: 'late', uri: 'notes://late' }, handle: async () => '' };
    app.get(ResourceRegistry).register(definition, 'test');
    const agent = await listen(app, 'bob');
    await agent.subscribe('notes://late');
    await update(app, 'notes://late');
    expect(await heardBy(agent, 1)).toEqual(['notes://late']);
  });
});

describe.each(LISTENERS)('the size of what an agent of the $era era subscribes to', ({ listen }) => {
  let app: INestApplication;

  beforeEach(async () => {
    ({ app } = await startApplication([Notes]));
  });

  afterEach(() => app.close());

  it('is bounded for each URI', async () => {
    const agent = await listen(app, 'x'.repeat(100));
    const fault = { code: -32_602, message: expect.stringContaining('"uri" may have 4096 characters') };
    await expect(agent.subscribe(`notes://of/${'x'.repeat(5_000)}`)).rejects.toMatchObject(fault);
  });
});

describe('a stream of "subscriptions/listen"', () => {
  let app: INestApplication;

  beforeEach(async () => {
    ({ app } = await startApplication([Notes]));
  });

  afterEach(() => app.close());

  it('does not begin when a guard refuses one of its resources', async () => {
    const client = await connectModernClient(app);
    const resourceSubscriptions = ['notes://open', 'notes://secret'];
    await expect(client.listen({ toolsListChanged: true, resourceSubscriptions })).rejects.toMatchObject({
      code: -32_600,
      message: expect.stringContaining('notes://secret'),
    });
  });

  it('sends changes of lists to an agent that may read nothing', async () => {
    const client = await connectModernClient(app);
    const changed = Promise.withResolvers<string>();
    client.setNotificationHandler('notifications/tools/list_changed', ({ method }) =>
      changed.resolve(method),
    );
    await client.listen({ toolsListChanged: true });
    app.get(ToolRegistry).register({ options: { name: 'late' }, handle: async () => '' }, 'test');
    expect(await changed.promise).toBe('notifications/tools/list_changed');
  });

  it('is refused beyond 1,000 resources', async () => {
    const client = await connectModernClient(app);
    const resourceSubscriptions = Array.from({ length: 1_001 }, (_, n) => `notes://of/${n}`);
    await expect(client.listen({ resourceSubscriptions })).rejects.toMatchObject({
      code: -32_600,
      message: expect.stringContaining('at most 1000 resources'),
    });
  });
});
