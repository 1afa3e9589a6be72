import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Shutdown } from '#shutdown';
import { RawConnection } from '../support/server/raw-connection.ts';
import { publishCalls } from '../support/server/published-calls.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

/** The last chunk of a complete chunked body. */
const END_OF_BODY = '\r\n0\r\n\r\n';

describe.each(['memory:', 'sqlite'])(
  'a client of the stream over %s that has fallen behind when the server shuts down',
  (engine) => {
    let application: TestApplication;
    let client: RawConnection;
    let ids: string[];

    /** A client that is owed far more than the buffers of the system hold, and reads nothing of it. */
    beforeEach(async () => {
      const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
      application = await startApplication([], { events: { log } });
      ids = (await publishCalls(application, 10_000, 'search', 'x'.repeat(1_000))).map(({ id }) => id);
      client = await RawConnection.open(application.origin);
      const asked = once(application.app.getHttpServer() as Server, 'request');
      client.send('GET /events?lastEventId=0');
      const [, response] = (await asked) as [IncomingMessage, ServerResponse];
      await waitUntil(() => response.writableNeedDrain, { reason: 'the client has left enough unread' });
    });

    afterEach(() => client.close());

    it('receives every event before its stream ends', async () => {
      const shutdown = application.app.get(Shutdown);
      shutdown.setDeadline('end the streams of admins', 60_000);
      shutdown.during('end the streams of admins', () => client.read());
      await application.app.close();
      await client.until('the connection is closed', () => client.isClosed);
      const received = Array.from(client.received.matchAll(/^data: \{"id":"(\d+)"/gm), ([, id]) => id);
      expect(received).toEqual(ids);
      expect(client.received.endsWith(END_OF_BODY)).toBe(true);
    });

    it('is disconnected at the deadline if it reads nothing', async () => {
      application.app.get(Shutdown).setDeadline('end the streams of admins', 20);
      await application.app.close();
      client.read();
      await client.until('the connection is closed', () => client.isClosed);
      expect(client.received.endsWith(END_OF_BODY)).toBe(false);
    });
  },
);
