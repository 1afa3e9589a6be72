// The rules that `dependency-cruiser` checks: floors, front doors, and no cycles.
import { CONSOLE_ROWS, MAY_IMPORT } from './floors.mjs';

const HOUSE = '^(libs|packages|apps|bench|e2e)/';
/** Specs and their fixtures may import anything. */
const TESTS = '\\.(spec|fixture)\\.ts$';

/** Matches these packages, whether they are installed or not. */
function packages(...names) {
  return `(^|node_modules/)(${names.join('|')})(/|$)`;
}

const floors = Object.entries(MAY_IMPORT).map(([part, others]) => ({
  name: `imports-of-${part.replace('/', '-')}`,
  comment: `${part} may import ${others.join(', ') || 'no other part'}.`,
  severity: 'error',
  from: { path: `^${part}/`, pathNot: TESTS },
  to: { path: HOUSE, pathNot: [part, ...others].map((folder) => `^${folder}/`) },
}));

const CONSOLE = 'apps/console/src/app';
const consoleRows = CONSOLE_ROWS.flatMap((folders, row) =>
  folders.map((folder) => {
    const below = CONSOLE_ROWS.slice(0, row).flat();
    return {
      name: `imports-of-console-${folder}`,
      comment: `The console's ${folder}/ may import ${below.join(', ') || 'no other folder'}.`,
      severity: 'error',
      from: { path: `^${CONSOLE}/${folder}/`, pathNot: TESTS },
      to: { path: `^${CONSOLE}/`, pathNot: [folder, ...below].map((name) => `^${CONSOLE}/${name}/`) },
    };
  }),
);

export default {
  forbidden: [
    ...floors,
    ...consoleRows,
    {
      name: 'front-door',
      comment: 'Import a library by its name, such as #events: its index.ts is the only way in.',
      severity: 'error',
      from: { path: '^((?:libs|apps)/[^/]+)/', pathNot: TESTS },
      to: { path: '^libs/', pathNot: ['^libs/[^/]+/index\\.ts$', '^$1/'] },
    },
    {
      name: 'contract-without-node',
      comment: 'The contract runs in Node and in a browser.',
      severity: 'error',
      from: { path: '^libs/contract/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'contract-without-framework',
      comment: 'The contract imports no framework.',
      severity: 'error',
      from: { path: '^libs/contract/', pathNot: TESTS },
      to: { path: packages('@nestjs', '@angular', 'rxjs', 'express') },
    },
    {
      name: 'nest-internals-in-their-airlock',
      comment: 'What Nest does not export is imported in folders named nest/ only, where a spec pins it.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: [TESTS, '/nest/'] },
      to: { path: 'node_modules/@nestjs/(common|core|platform-express)/(?!index\\.)' },
    },
    {
      name: 'open-telemetry-for-traces',
      comment: 'Only libs/telemetry/traces/ knows OpenTelemetry, and loads it when something is traced.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: [TESTS, '^libs/telemetry/traces/'] },
      to: { path: packages('@opentelemetry') },
    },
    {
      name: 'server-without-angular',
      severity: 'error',
      from: { path: '^(libs|apps/(server|agents))/' },
      to: { path: packages('@angular') },
    },
    {
      name: 'console-without-nest',
      severity: 'error',
      from: { path: '^apps/console/src/' },
      to: { path: packages('@nestjs') },
    },
    {
      name: 'console-folders-in-order',
      comment: 'Add a new folder of the console to CONSOLE_ROWS in floors.mjs.',
      severity: 'error',
      from: {
        path: `^${CONSOLE}/[^/]+/`,
        pathNot: CONSOLE_ROWS.flat().map((name) => `^${CONSOLE}/${name}/`),
      },
      to: {},
    },
    {
      name: 'console-ui-without-events',
      comment: 'ui/ and time/ of the console must not import events.',
      severity: 'error',
      from: { path: `^${CONSOLE}/(ui|time)/` },
      to: { path: '^libs/contract/' },
    },
    {
      name: 'no-circular-files',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-circular-folders',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
