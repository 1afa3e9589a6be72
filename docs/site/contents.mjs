// The order of the pages on the site. A page is a file of docs/ by its path without `.md`, a page that a script writes, or
// chapters of the README below a title. A file of docs/ that is not listed follows at the end of its folder's part.

/** The parts of the site, in the order of the sidebar. */
export const PARTS = [
  {
    title: 'Guide',
    pages: [
      { path: 'start', title: 'Start', chapters: ['Try it: two commands', 'Run it from the package'] },
      { path: 'connect', title: 'Connect an agent', chapters: ['Connect your agent'] },
      { path: 'gateway' },
      {
        path: 'embed',
        title: 'Embed',
        chapters: ['Embed it in your NestJS application', 'Test your own tools', 'Versions'],
      },
      { path: 'console' },
      { path: 'ask-an-agent' },
      { path: 'deployment' },
      { path: 'secure' },
      { path: 'sign-in' },
      { path: 'limits' },
      { path: 'observe' },
      { path: 'observe-a-server' },
      { path: 'alerts' },
      { path: 'instances' },
    ],
  },
  {
    title: 'Reference',
    pages: [
      { path: 'command-line' },
      { path: 'reference/configuration' },
      { path: 'reference/events' },
      { path: 'http' },
      { path: 'reference/routes' },
      { path: 'reference/metrics' },
      { path: 'reference/errors' },
    ],
  },
  {
    title: 'Design',
    folder: 'decisions',
    pages: [
      { path: 'architecture' },
      { path: 'glossary' },
      { path: 'measurements' },
      { path: 'development' },
      { path: 'testing' },
      { path: 'decisions/index' },
    ],
  },
];
