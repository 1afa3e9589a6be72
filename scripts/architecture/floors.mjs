/** The floors, lowest first. A library may import only libraries of lower floors. */
export const FLOORS = [
  ['contract'],
  ['redaction', 'shutdown', 'events', 'edge'],
  ['cluster', 'sessions', 'tools', 'stats'],
  ['quotas'],
  ['mcp', 'admin', 'ingest'],
  ['gateway'],
  ['telemetry', 'alerts'],
  ['crowsnest'],
];

/** The exceptions: libraries that import another one of their own floor. */
const SAME_FLOOR = { events: ['redaction', 'shutdown'], edge: ['redaction', 'shutdown'] };

const LIBRARIES = FLOORS.flat();

/** The folder of each part, with the folders that it may import. */
export const MAY_IMPORT = {
  ...Object.fromEntries(LIBRARIES.map((library) => [`libs/${library}`, librariesBelow(library)])),
  // Suites of any application use it: it may import everything, and nothing imports it.
  'libs/testing': folders(LIBRARIES),
  'apps/console': folders(['contract']),
  'apps/agents': folders(['contract']),
  'apps/server': folders(LIBRARIES),
  'apps/cli': [...folders(LIBRARIES), 'apps/server', 'packages/observe'],
  // For servers of others: it knows nothing of the house.
  'packages/observe': [],
};

function librariesBelow(library) {
  const floor = FLOORS.findIndex((libraries) => libraries.includes(library));
  return folders([...FLOORS.slice(0, floor).flat(), ...(SAME_FLOOR[library] ?? [])]);
}

function folders(libraries) {
  return libraries.map((library) => `libs/${library}`);
}

/** The folders of the console, lowest first. A folder may import only folders of lower rows. */
export const CONSOLE_ROWS = [
  // Without knowledge of events or stores.
  ['storage'],
  ['ui', 'time', 'keys', 'view'],
  ['api', 'charts', 'display'],
  ['live'],
  ['identity', 'picture'],
  ['agents', 'oversight'],
  ['filter', 'scope'],
  ['palette', 'commands', 'replay'],
  ['call'],
  ['feed'],
  ['analysis'],
  // The pages.
  [
    'overview',
    'session',
    'sessions',
    'tools',
    'errors',
    'clients',
    'instances',
    'alerts',
    'upstreams',
    'audit',
    'not-found',
    'sign-in',
  ],
  ['shell'],
];
