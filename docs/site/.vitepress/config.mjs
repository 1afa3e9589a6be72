import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';

/** What `scripts/docs/write-pages.mjs` has written: the pages and the order in which the sidebar lists them. */
const sidebar = JSON.parse(readFileSync(new URL('../pages/sidebar.json', import.meta.url), 'utf8'));

export default defineConfig({
  title: 'Crowsnest',
  description: 'A live lookout over every agent on your MCP server.',
  base: '/docs/',
  srcDir: 'pages',
  outDir: '../../dist/docs',
  // A site that anybody copies anywhere: no clean URLs, which need a server that knows them.
  cleanUrls: false,
  lastUpdated: false,
  // Browsers as the console needs them, and what today's esbuild still writes.
  vite: { build: { target: 'es2022' } },
  themeConfig: {
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
    nav: [
      { text: 'Guide', link: '/start', activeMatch: '^/(?:start|connect|embed)' },
      { text: 'Reference', link: '/reference/configuration', activeMatch: '^/(?:reference|http)' },
      { text: 'Design', link: '/architecture', activeMatch: '^/decisions' },
    ],
  },
});
