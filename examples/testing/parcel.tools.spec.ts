// A suite for your own tools, with an application that listens on a port, MCP clients of both eras, and the events that
// an admin would see. Any test runner works; this repository runs it with `npm test -- examples`.
import type { INestApplication } from '@nestjs/common';
import {
  awaitEvent,
  collectEvents,
  connectLegacyClient,
  connectModernClient,
  createCrowsnestTestingApp,
} from 'crowsnest/testing';
import { Carrier, ParcelTools } from './parcel.tools.ts';

const carrier: Carrier = { locate: async (parcel) => (parcel === 'P-1' ? 'Rotterdam' : undefined) };

describe.each([
  { era: 'up to 2025-11-25', connect: connectLegacyClient, origin: 'protocol' },
  { era: '2026-07-28', connect: connectModernClient, origin: 'derived' },
])('track_parcel, for an agent of the era $era,', ({ connect, origin }) => {
  let app: INestApplication;

  beforeEach(async () => {
    app = await createCrowsnestTestingApp({
      providers: [ParcelTools, { provide: Carrier, useValue: carrier }],
    });
  });

  // Also closes the clients.
  afterEach(() => app.close());

  it('tells where a parcel is, and the admin sees a call that succeeded', async () => {
    const events = collectEvents(app);
    const client = await connect(app);
    const result = await client.callTool({ name: 'track_parcel', arguments: { parcel: 'P-1' } });
    expect(result.structuredContent).toEqual({ place: 'Rotterdam' });

    const { sessionId, data } = await awaitEvent(events, 'tool:done');
    expect(data).toMatchObject({ tool: 'track_parcel' });
    expect(events.all('session:open')).toMatchObject([{ sessionId, data: { origin } }]);
    expect(events.all('tool:error')).toEqual([]);
  });

  it('fails for an unknown parcel, and the admin sees why', async () => {
    const client = await connect(app);
    const failure = awaitEvent(app, 'tool:error');
    const result = await client.callTool({ name: 'track_parcel', arguments: { parcel: 'P-2' } });
    expect(result).toMatchObject({ isError: true });
    expect((await failure).data).toMatchObject({ kind: 'thrown', error: 'There is no parcel P-2' });
  });
});
