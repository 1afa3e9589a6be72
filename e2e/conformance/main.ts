// Runs the public MCP conformance suite against the fixture server:
//   npm run conformance [-- --requirements REVISION] [--report FILE] [--gateway]
// With --gateway the suite reaches the fixture server through another Crowsnest.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OPTIONS, startFixtureServer } from './fixture-server.ts';
import { startGatewayTo } from './gateway-server.ts';
import { requiredScenarios, REVISIONS, runScenarios, type Revision } from './suite.ts';
import { readVerdicts, type Verdict } from './verdicts.ts';

const { values } = parseArgs({
  options: { requirements: { type: 'string' }, report: { type: 'string' }, gateway: { type: 'boolean' } },
});

process.exitCode = await main(values.requirements, values.report);

async function main(wanted: string | undefined, report: string | undefined): Promise<number> {
  const revisions = REVISIONS.filter((revision) => wanted === undefined || revision === wanted);
  if (revisions.length === 0) {
    process.stderr.write(`--requirements ${wanted}: choose ${REVISIONS.join(' or ')}\n`);
    return 1;
  }
  const verdicts: Verdict[] = [];
  for (const revision of revisions) verdicts.push(...(await verdictsOf(revision)));
  const failed = verdicts.filter(({ passed }) => !passed).length;
  const passed = verdicts.length - failed;
  if (report !== undefined) await writeFile(report, JSON.stringify({ passed, failed }));
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function verdictsOf(revision: Revision): Promise<Verdict[]> {
  const scenarios = await requiredScenarios(revision);
  say(`\n${revision}: ${scenarios.length} required scenarios`);
  const folder = await mkdtemp(join(tmpdir(), 'crowsnest-conformance-'));
  const fixtures = await startFixtureServer();
  const gateway = values.gateway ? await startGatewayTo(fixtures.url, OPTIONS) : undefined;
  const { url } = gateway ?? fixtures;
  try {
    const output = await runScenarios(revision, url, folder);
    const verdicts = await readVerdicts(folder, scenarios);
    for (const verdict of verdicts) tell(verdict);
    // If nothing ran at all, the suite itself says why.
    if (verdicts.every(({ passed }) => !passed)) process.stderr.write(output);
    return verdicts;
  } finally {
    await gateway?.app.close();
    await fixtures.app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function tell({ scenario, passed, remarks }: Verdict): void {
  say(`${passed ? '✓' : '✗'} ${scenario}`);
  for (const remark of remarks) say(`    ${remark}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
