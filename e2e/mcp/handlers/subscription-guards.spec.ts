import { Injectable, UseGuards, type INestApplication, type Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { connectModernClient } from '#testing';
import { Resource, ResourceRegistry, ToolRegistry } from '#tools';
import { Notes } from '../../support/handlers/guarded-notes.ts';
import { Refuse, RefuseOnRequest } from '../../support/handlers/nest-enhancers.ts';
import { LISTENERS, type ResourceListener } from '../../support/agents/resource-listeners.ts';
import { startApplication } from '../../support/server/test-application.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';

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

/** A resource that everybody may read. After its updates no earlier update can arrive any more. */
const MARK = 'notes://mark';
/** Before the second update, a guard that takes some turns of the event loop has decided on all earlier ones. */
const MARKS = 2;

const marksOf = ({ heard }: ResourceListener): number => heard.filter((uri) => uri === MARK).length;
/** The other updates that an agent received. */
const heardOf = ({ heard }: ResourceListener): string[] => heard.filter((uri) => uri !== MARK);

/** Announces updates, and waits until every agent has received those that it may receive. */
async function update(app: INestApplication, agents: ResourceListener[], ...uris: string[]): Promise<void> {
  const resources = app.get(ResourceRegistry);
  for (const uri of uris) resources.notifyUpdated(uri);
  for (let mark = 0; mark < MARKS; mark += 1) {
    const before = agents.map(marksOf);
    resources.notifyUpdated(MARK);
    await waitUntil(() => agents.every((agent, index) => marksOf(agent) > (before[index] ?? 0)), {
      reason: 'every agent has heard of the mark',
      seen: () => agents.map(({ heard }) => heard),
    });
  }
}

describe.each(LISTENERS)('a server with guarded resources, for an agent of the $era era,', ({ listen }) => {
  let app: INestApplication;

  const serve = async (providers: Provider[], configure?: (app: INestApplication) => void) => {
    ({ app } = await startApplication(providers, {}, configure));
    const mark = { options: { name: 'mark', uri: MARK }, handle: async () => '' };
    app.get(ResourceRegistry).register(mark, 'test');
  };
  const connect = async (name: string): Promise<ResourceListener> => {
    const agent = await listen(app, name);
    await agent.subscribe(MARK);
    return agent;
  };

  beforeEach(() => (Notes.isLent = true));
  afterEach(() => app.close());

  it.each(WHERE)(
    'refuses a read and a subscription that a guard on $where forbids',
    async ({ providers, configure }) => {
      await serve(providers, configure);
      const agent = await connect('bob');
      const refusal = {
        code: -32_600,
        message: expect.stringContaining('Forbidden: you may not use the resource "notes://secret"'),
      };
      await expect(agent.read('notes://secret')).rejects.toMatchObject(refusal);
      await expect(agent.subscribe('notes://secret')).rejects.toMatchObject(refusal);
      await expect(agent.subscribe('NOTES://secret')).rejects.toMatchObject(refusal);
      await update(app, [agent], 'notes://secret');
      expect(heardOf(agent)).toEqual([]);
    },
  );

  it('sends updates only of resources that the agent may read', async () => {
    await serve([Notes]);
    const agent = await connect('bob');
    await agent.subscribe('notes://open');
    await update(app, [agent], 'notes://secret', 'notes://open', 'notes://lent');
    expect(heardOf(agent)).toEqual(['notes://open']);
  });

  it('recognizes a resource whose URI has a scheme in capitals', async () => {
    await serve([Notes]);
    const agent = await connect('bob');
    await agent.subscribe('NOTES://open');
    await update(app, [agent], 'notes://open');
    expect(heardOf(agent).map((uri) => uri.toLowerCase())).toEqual(['notes://open']);
  });

  it('shows a guard the same request for a subscription as for a read', async () => {
    await serve([Notes]);
    const ann = await connect('ann');
    const bob = await connect('bob');
    await ann.subscribe('notes://of/ann');
    await ann.subscribe('notes://marked');
    await bob.subscribe('notes://of/bob');
    const forbidden = { code: -32_600, message: expect.stringContaining('resource template "own"') };
    await expect(ann.subscribe('notes://of/bob')).rejects.toMatchObject(forbidden);
    await expect(bob.subscribe('notes://marked')).rejects.toMatchObject({ code: -32_600 });
    await update(app, [ann, bob], 'notes://of/ann', 'notes://of/bob', 'notes://marked');
    expect(heardOf(ann).toSorted()).toEqual(['notes://marked', 'notes://of/ann']);
    expect(heardOf(bob)).toEqual(['notes://of/bob']);
  });

  it('sends no updates while the permission is withdrawn', async () => {
    await serve([Notes]);
    const agent = await connect('bob');
    await agent.subscribe('notes://lent');
    await update(app, [agent], 'notes://lent');
    expect(heardOf(agent)).toHaveLength(1);
    Notes.isLent = false;
    await update(app, [agent], 'notes://lent');
    expect(heardOf(agent)).toHaveLength(1);
    await expect(agent.subscribe('notes://lent')).rejects.toThrow('The loan is over');
    Notes.isLent = true;
    await update(app, [agent], 'notes://lent');
    expect(heardOf(agent)).toHaveLength(2);
  });

  it('names the resource that does not exist when it refuses a subscription', async () => {
    await serve([Notes]);
    const agent = await connect('bob');
    const missing = { code: -32_602, data: { uri: 'notes://nowhere' } };
    await expect(agent.subscribe('notes://nowhere')).rejects.toMatchObject(missing);
  });

  it('asks no guard for a resource that was registered at run time without one', async () => {
    await serve([Notes]);
    const definition = { options: { name: 'late', uri: 'notes://late' }, handle: async () => '' };
    app.get(ResourceRegistry).register(definition, 'test');
    const agent = await connect('bob');
    await agent.subscribe('notes://late');
    await update(app, [agent], 'notes://late');
    expect(heardOf(agent)).toEqual(['notes://late']);
  });
});

describe.each(LISTENERS)(
  'the URI of a resource that an agent of the $era era subscribes to',
  ({ listen }) => {
    let app: INestApplication;

    beforeEach(async () => {
      ({ app } = await startApplication([Notes]));
    });

    afterEach(() => app.close());

    it('has a maximum length', async () => {
      const agent = await listen(app, 'x'.repeat(100));
      const fault = { code: -32_602, message: expect.stringContaining('"uri" may have 4096 characters') };
      await expect(agent.subscribe(`notes://of/${'x'.repeat(5_000)}`)).rejects.toMatchObject(fault);
    });
  },
);

describe('a "subscriptions/listen" stream', () => {
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

  it('sends changes of lists even to an agent that may read no resource', async () => {
    const client = await connectModernClient(app);
    const changed = Promise.withResolvers<string>();
    client.setNotificationHandler('notifications/tools/list_changed', ({ method }) =>
      changed.resolve(method),
    );
    await client.listen({ toolsListChanged: true });
    app.get(ToolRegistry).register({ options: { name: 'late' }, handle: async () => '' }, 'test');
    expect(await changed.promise).toBe('notifications/tools/list_changed');
  });

  it('is refused for more than 1,000 resources', async () => {
    const client = await connectModernClient(app);
    const resourceSubscriptions = Array.from({ length: 1_001 }, (_, n) => `notes://of/${n}`);
    await expect(client.listen({ resourceSubscriptions })).rejects.toMatchObject({
      code: -32_600,
      message: expect.stringContaining('at most 1000 resources'),
    });
  });
});
