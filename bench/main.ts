import { availableParallelism, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { findPackageJSON } from 'node:module';
import { readCommandLine, USAGE, type BenchRequest } from './command-line.ts';
import { tableOf, writeResults } from './report.ts';
import { judge, type Row } from './row.ts';
import { runScenario } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const request = readCommandLine(process.argv.slice(2));
if (typeof request === 'string') {
  process.stderr.write(`${request}\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  await bench(request);
}

async function bench(request: BenchRequest): Promise<void> {
  const { prefixes } = request;
  const wants = (name: string): boolean =>
    prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix));
  const wanted = SCENARIOS.filter(({ rows }) => rows.some(({ name }) => wants(name)));
  if (wanted.length === 0) {
    process.stderr.write(`No row begins with ${prefixes.join(' or ')}.\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  say(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node.js ${process.version}`);
  const rows: Row[] = [];
  for (const scenario of wanted) {
    const asked = scenario.rows.filter(({ name }) => wants(name));
    say(`Measuring ${asked.map(({ name }) => name).join(', ')}`);
    const figures = await runScenario(scenario, request, wants, say);
    rows.push(...asked.map((row) => judge(row, figures[row.name])));
  }
  process.stdout.write(`\n${tableOf(rows)}`);
  writeResults(join(dirname(findPackageJSON(import.meta.url) ?? '.'), 'bench/results.json'), rows);
}

/** How far the bench is; the table alone goes to the standard output. */
function say(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
