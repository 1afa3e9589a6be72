// A built server with a folder of its own, of which pictures are taken.
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLive } from '../tasks/address.mjs';
import { NODE } from '../tasks/project.mjs';
import { Service } from '../tasks/service.mjs';

const PORT = Number(process.env.PORT ?? 3210);
const TOKEN = 'a-token-for-the-pictures';

/** Where the server is. */
export const ORIGIN = `http://127.0.0.1:${PORT}`;
/** The link that signs in to its console. */
export const SIGN_IN_LINK = `${ORIGIN}/dashboard/#token=${TOKEN}`;

/** A server whose console is pictured, with a log and agents of its own. */
export class PicturedServer {
  #folder;
  #server;
  #agents;

  /** Starts a server with a configuration, gives it to `use`, and removes it and all that it has written. */
  static async during(configuration, use) {
    const pictured = new PicturedServer();
    pictured.#folder = await mkdtemp(join(tmpdir(), 'crowsnest-pictures-'));
    await writeFile(join(pictured.#folder, 'crowsnest.json'), JSON.stringify(configuration));
    try {
      await pictured.start();
      await use(pictured);
    } finally {
      await pictured.#agents?.stop();
      await pictured.stop();
      await rm(pictured.#folder, { recursive: true, force: true });
    }
  }

  async start() {
    this.#server = new Service('server', NODE, ['dist/apps/server/main.js'], {
      env: {
        ...process.env,
        PORT: String(PORT),
        ADMIN_TOKENS: TOKEN,
        CROWSNEST_CONFIG: join(this.#folder, 'crowsnest.json'),
        CROWSNEST_LOG: `sqlite:${this.#log}`,
      },
    });
    if (!(await isLive(ORIGIN, AbortSignal.timeout(60_000)))) throw new Error('The server does not answer.');
  }

  async stop() {
    await this.#server.stop();
  }

  /** Starts the demo agents, which go on until the server is removed. */
  startAgents() {
    this.#agents = new Service('agents', NODE, ['dist/apps/agents/main.js', '--url', `${ORIGIN}/mcp`]);
  }

  /** Makes the log unusable. */
  async breakLog() {
    await rename(this.#log, `${this.#log}.moved`);
    await writeFile(this.#log, 'not a database');
  }

  /** Removes the log of the stopped server, so that nothing can be resumed. */
  async loseLog() {
    const names = await readdir(this.#folder);
    for (const name of names.filter((file) => file.startsWith('events.db')))
      await rm(join(this.#folder, name));
  }

  get #log() {
    return join(this.#folder, 'events.db');
  }
}
