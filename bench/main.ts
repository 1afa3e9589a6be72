import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { readCommandLine, USAGE, type BenchRequest } from './command-line.ts';
import { compareSamples } from './heads/comparison.ts';
import { otherHead, THIS_HEAD, type Head } from './heads/head.ts';
import { Turns } from './heads/turns.ts';
import { installPeers } from './processes/peers.ts';
import { tableOf, writeResults, type ReportedRow } from './report.ts';
import { documentResults } from './results-document.ts';
import { figureOf, judge, rounded } from './row.ts';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const request = readCommandLine(process.argv.slice(2));
if (typeof request === 'string') refuse(request);
else await bench(request);

async function bench(request: BenchRequest): Promise<void> {
  const { prefixes, compare, document } = request;
  const wants = (name: string): boolean =>
    prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix));
  const wanted = SCENARIOS.filter(({ rows }) => rows.some(({ name }) => wants(name)));
  if (wanted.length === 0) return refuse(`No row begins with ${prefixes.join(' or ')}.`);
  const other = compare === undefined ? undefined : otherHead(compare);
  installPeers();
  say(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node.js ${process.version}`);
  const rows: ReportedRow[] = [];
  for (const scenario of wanted) rows.push(...(await measure(scenario, { ...request, wants, other })));
  process.stdout.write(`\n${tableOf(rows)}`);
  writeResults(join(THIS_HEAD.root, 'bench/results.json'), rows);
  if (!document) return;
  const names = SCENARIOS.flatMap((scenario) => scenario.rows.map(({ name }) => name));
  documentResults(join(THIS_HEAD.root, 'docs/measurements.md'), rows, names);
}

interface Setting extends BenchRequest {
  wants: (row: string) => boolean;
  other: Head | undefined;
}

async function measure(scenario: Scenario, { other, ...request }: Setting): Promise<ReportedRow[]> {
  const asked = scenario.rows.filter(({ name }) => request.wants(name));
  say(`Measuring ${asked.map(({ name }) => name).join(', ')}`);
  const turns = new Turns();
  const run = (head: Head) => {
    const sayOf = other ? (text: string): void => say(`${head.name.padEnd(5)} ${text}`) : say;
    return runScenario(scenario, { ...request, head, turns, say: sayOf });
  };
  const [ours, theirs] = await Promise.all([
    run(THIS_HEAD),
    other && !scenario.ofThisHeadAlone ? run(other) : undefined,
  ]);
  return asked.map((row): ReportedRow => {
    const judged = judge(row, ours[row.name]);
    if (!theirs) return judged;
    const figure = figureOf(row, theirs[row.name] ?? []);
    const comparison = compareSamples(row, ours[row.name], theirs[row.name]);
    return { ...judged, other: Number.isFinite(figure) ? rounded(figure) : null, comparison };
  });
}

function refuse(text: string): void {
  process.stderr.write(`${text}\n\n${USAGE}`);
  process.exitCode = 2;
}

/** Reports progress on standard error, because standard output gets only the table. */
function say(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
