#!/usr/bin/env node
// The bin. Every Node.js that runs ES modules can parse this file and its one import. Everything else is loaded after
// the version check, so that an old Node.js prints a sentence instead of a syntax error.
import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
  engines: { node: string };
};
const required = Number(manifest.engines.node.replace('>=', ''));

if (Number(process.versions.node.split('.')[0]) < required) {
  process.stderr.write(
    `Crowsnest needs Node.js ${required} or newer, and this is ${process.version} (${process.execPath}).\n` +
      'Install a newer one from https://nodejs.org, or run this command by it.\n',
  );
  process.exitCode = 1;
} else {
  const load = process.argv[2] === 'stdio' ? import('./stdio-program.ts') : import('./program.ts');
  void load.then(({ program }) => program(manifest.version).parseAsync());
}
