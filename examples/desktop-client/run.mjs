// A server over stdio behind `crowsnest stdio`, in the configuration of a client. Runs until Ctrl-C:
// npm run example:desktop-client
import { runExample, secret } from '../../scripts/tasks/example.mjs';

const key = secret();

process.exitCode = await runExample({ INGEST_KEYS: `desk=${key}` }, ({ origin }) => [
  {
    name: 'client',
    args: ['examples/desktop-client/client.mjs'],
    env: { CROWSNEST_URL: origin, CROWSNEST_INGEST_KEY: key },
  },
]);
