// Builds the documentation site into dist/docs, from the documents and from the built server.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installInner } from '../tasks/inner-package.mjs';
import { NODE, ROOT, run } from '../tasks/project.mjs';

const SITE = 'docs/site';

process.exitCode = await build();

async function build() {
  const installed = await installInner(SITE);
  if (installed !== 0) return installed;
  // Imported now, because it needs the packages of the site.
  const { writePages } = await import('./write-pages.mjs');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  await writePages(version);
  return run(NODE, [join(ROOT, SITE, 'node_modules/vitepress/bin/vitepress.js'), 'build', SITE]);
}
