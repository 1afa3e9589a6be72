import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { ERAS } from '../support/agents/either-era.ts';
import { ConsumerServer } from './support/consumer-server.ts';
import { emptyProject } from './support/empty-project.ts';
import { nestPackages } from './support/nest-packages.ts';
import { run } from './support/run.ts';
import { TARBALL } from './support/tarball.ts';
import { NEST_NEWEST } from './support/versions.ts';

const VALIDATORS = ['class-validator@0', 'class-transformer@0', 'reflect-metadata@0', 'zod@4'];

describe("Nest's ValidationPipe with class-validator, in an application with the package", () => {
  let server: ConsumerServer;

  beforeAll(async () => {
    const folder = await emptyProject();
    await run({ folder }, 'npm', ['install', ...nestPackages(NEST_NEWEST), TARBALL, ...VALIDATORS]);
    await cp('e2e/package/validated/main.mjs', join(folder, 'main.mjs'));
    server = await ConsumerServer.start({ folder }, 'node', ['main.mjs']);
  });

  afterAll(() => server.stop());

  it.each(ERAS)(
    'tells an agent of the $era era all that is wrong with its arguments',
    async ({ connect }) => {
      const agent = await connect(server.origin);
      const wrong = { cabin: 'attic', nights: 20.5, guest: { age: 7 } };
      const { isError, content } = await agent.call('book', wrong);
      const [{ text = '' } = {}] = content as { text?: string }[];
      expect(isError).toBe(true);
      expect(text.split('; ').toSorted()).toEqual([
        'cabin must be one of the following values: inside, sea-view',
        'guest.age must not be less than 18',
        'nights must be an integer number',
        'nights must not be greater than 14',
      ]);
      await agent.close();
    },
  );

  it.each(ERAS)(
    'makes arguments of an agent of the $era era instances of their classes',
    async ({ connect }) => {
      const agent = await connect(server.origin);
      const right = { cabin: 'inside', nights: 3, guest: { age: 33 } };
      expect(await agent.call('book', right)).toMatchObject({
        content: [{ text: 'Booking of Guest, 3 nights' }],
      });
      await agent.close();
    },
  );

  it.each(ERAS)('leaves what an HttpException says to an agent of the $era era', async ({ connect }) => {
    const agent = await connect(server.origin);
    expect(await agent.call('cancel')).toMatchObject({
      isError: true,
      content: [{ text: 'The ship has sailed {"nextPort":"Lisbon"}' }],
    });
    expect(await agent.call('pay')).toMatchObject({
      isError: true,
      content: [{ text: 'The bank does not answer' }],
    });
    await agent.close();
  });
});
