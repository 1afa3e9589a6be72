// Installs what the tests need and runs every check: format, lint, types, build and package, and all test suites. A
// failure does not stop the rest. The last lines count the tests, and the exit code says whether all passed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from './tasks/output.mjs';
import { installInner } from './tasks/inner-package.mjs';
import { INSTALL, npm } from './tasks/project.mjs';
import {
  canInstallPrograms,
  installMissingPrograms,
  missingPrograms,
  programLocations,
} from './tasks/system-packages.mjs';
import {
  countConformance,
  countJest,
  countPlaywright,
  formatCounts,
  readCounts,
} from './tasks/test-counts.mjs';

const CHECKS = [
  { name: 'Format and lint', script: 'lint' },
  { name: 'Types', script: 'typecheck' },
  { name: 'Build and pack', script: 'pack' },
  { name: 'Documentation site', script: 'docs:site' },
];

/**
 * Each suite writes its report to the file that its arguments or environment name. A suite cannot run without the
 * programs that it `needs`; without those that it `partlyNeeds` it skips some tests itself.
 */
const SUITES = [
  {
    name: 'Unit and integration',
    script: 'test',
    partlyNeeds: ['redis-server', 'nats-server', 'nginx', 'prometheus'],
    args: (report) => ['--json', `--outputFile=${report}`],
    count: countJest,
  },
  {
    name: 'MCP conformance',
    script: 'conformance',
    args: (report) => ['--report', report],
    count: countConformance,
  },
  {
    name: 'MCP conformance through the gateway',
    script: 'conformance',
    args: (report) => ['--gateway', '--report', report],
    count: countConformance,
  },
  {
    name: 'Public clients',
    script: 'test:clients',
    args: (report) => ['--json', `--outputFile=${report}`],
    count: countJest,
  },
  {
    name: 'Package',
    script: 'test:package',
    args: (report) => ['--json', `--outputFile=${report}`],
    count: countJest,
  },
  {
    name: 'Browser',
    script: 'test:browser',
    needs: ['chromium'],
    partlyNeeds: ['nginx'],
    args: () => ['--reporter=list,json'],
    env: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
    count: countPlaywright,
  },
];

/** The package of the OpenID provider that suites sign in at. */
const IDENTITY_PROVIDER = 'e2e/identity-provider';

/** Time limit of a step, in milliseconds. A step that hangs fails, and the rest still runs. */
const LIMIT_MS = 30 * 60_000;

const failedChecks = [];
const results = [];

process.exitCode = await verify();

async function verify() {
  heading('Installing');
  await installMissingPrograms();
  const limit = { limitMs: LIMIT_MS };
  if ((await npm(INSTALL, limit)) || (await installInner(IDENTITY_PROVIDER, limit))) {
    results.push({
      name: 'Installing',
      note: 'nothing else can run',
      counts: { passed: 0, failed: 1, skipped: 0 },
    });
    return summarise();
  }
  for (const { name, script } of CHECKS) {
    heading(name);
    if ((await npm(['run', script], { limitMs: LIMIT_MS })) !== 0) failedChecks.push(name);
  }
  for (const suite of SUITES) results.push(await runSuite(suite));
  return summarise();
}

async function runSuite({ name, script, needs = [], partlyNeeds = [], args, env = () => ({}), count }) {
  heading(name);
  const missing = missingPrograms();
  const withoutAll = missing.filter((program) => needs.includes(program));
  if (withoutAll.length > 0) return withoutPrograms(name, withoutAll);
  const withoutSome = missing.filter((program) => partlyNeeds.includes(program));
  const folder = mkdtempSync(join(tmpdir(), 'crowsnest-verify-'));
  const report = join(folder, 'report.json');
  const code = await npm(['run', script, '--', ...args(report)], {
    env: { ...programLocations(), ...env(report) },
    limitMs: LIMIT_MS,
  });
  const counts = readCounts(report, count);
  rmSync(folder, { recursive: true });
  // The runner itself can fail although no test did.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (withoutSome.length === 0) return { name, counts };
  if (isRequired()) counts.failed += 1;
  return { name, counts, note: `without what needs ${withoutSome.join(', ')}, which was not found` };
}

// Skips a suite whose program is missing.
function withoutPrograms(name, missing) {
  const note = `the whole suite: ${missing.join(', ')} not found`;
  say(note);
  return { name, note, counts: { passed: 0, failed: isRequired() ? 1 : 0, skipped: isRequired() ? 0 : 1 } };
}

// A missing program is a failure in continuous integration, and if this script could have installed it.
function isRequired() {
  return process.env.CI === 'true' || canInstallPrograms();
}

function summarise() {
  heading('Result');
  for (const name of failedChecks) say(`${name}: failed`);
  const all = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, note, counts } of results) {
    say(`${name}: ${formatCounts(counts)}${note ? ` (${note})` : ''}`);
    for (const key of Object.keys(all)) all[key] += counts[key];
  }
  say(formatCounts(all));
  return failedChecks.length > 0 || all.failed > 0 ? 1 : 0;
}

function heading(text) {
  say(`\n━━ ${text} ━━`);
}
