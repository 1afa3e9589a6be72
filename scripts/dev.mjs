// The server and the console with reload: on http://localhost:4200/dashboard/ the console, which passes what
// is not its own on to the server.
import { complain } from './tasks/output.mjs';
import { NODE, npm } from './tasks/project.mjs';
import { Service, whenAskedToStop } from './tasks/service.mjs';

const built = await npm(['run', 'build:server']);
if (built !== 0) {
  complain('The server does not build; see above.');
  process.exit(built);
}

const stopping = whenAskedToStop();
const services = [
  [
    'compile',
    'node_modules/typescript/bin/tsc',
    '-p',
    'tsconfig.build.json',
    '--watch',
    '--preserveWatchOutput',
  ],
  ['server', '--watch', '--watch-preserve-output', 'dist/apps/server/main.js'],
  ['console', 'node_modules/@angular/cli/bin/ng.js', 'serve'],
].map(([name, ...args]) => new Service(name, NODE, args));

await Promise.race([stopping, ...services.map(({ ended }) => ended)]);
await Promise.all(services.map((service) => service.stop()));
