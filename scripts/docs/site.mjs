// Builds the documentation site into dist/docs, from the documents and from the built server.
import { join } from 'node:path';
import { installInner } from '../tasks/inner-package.mjs';
import { NODE, ROOT, run } from '../tasks/project.mjs';

const SITE = 'docs/site';

process.exitCode = await build();

async function build() {
  const installed = await installInner(SITE);
  if (installed !== 0) return installed;
  // Loaded now, because it imports packages of the site.
  const { writePages } = await import('./write-pages.mjs');
  writePages({ reference: new Map(), files: new Map() });
  return run(NODE, [join(ROOT, SITE, 'node_modules/vitepress/bin/vitepress.js'), 'build', SITE]);
}
