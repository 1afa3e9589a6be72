// The server and the console with reload. The console is at http://localhost:4200/dashboard/ and forwards all other
// requests to the server, which it expects at port 3000.
import { complain } from './tasks/output.mjs';
import { NODE, npm } from './tasks/project.mjs';
import { Service, whenAskedToStop } from './tasks/service.mjs';

process.exitCode = await develop();

async function develop() {
  const built = await npm(['run', 'build:server']);
  if (built !== 0) {
    complain('The server does not build; see above.');
    return built;
  }
  const stopping = whenAskedToStop();
  const services = [
    start(
      'compile',
      'node_modules/typescript/bin/tsc',
      '-p',
      'tsconfig.build.json',
      '--watch',
      '--preserveWatchOutput',
    ),
    start('server', '--watch', '--watch-preserve-output', 'dist/apps/server/main.js'),
    start('console', 'node_modules/@angular/cli/bin/ng.js', 'serve'),
  ];
  const end = await Promise.race([stopping, ...services.map(({ ended }) => ended)]);
  await Promise.all(services.map((service) => service.stop()));
  return typeof end === 'number' ? 1 : 0;
}

function start(name, ...args) {
  const { PORT: _, ...env } = process.env; // Both the server and the console would use it.
  return new Service(name, NODE, args, { env });
}
