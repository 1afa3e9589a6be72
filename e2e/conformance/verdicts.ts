import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A check as the suite writes it. */
interface Check {
  id: string;
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  errorMessage?: string;
}

/** The outcome of a scenario. */
export interface Verdict {
  scenario: string;
  passed: boolean;
  /** Its failed checks, and the warnings of the suite. */
  remarks: string[];
}

/** Reads the checks that a run wrote to its folder. A scenario without checks has failed. */
export async function readVerdicts(folder: string, scenarios: readonly string[]): Promise<Verdict[]> {
  const runs = await readdir(folder);
  return Promise.all(
    scenarios.map(async (scenario) => {
      const run = runs.find((name) => isRunOf(scenario, name));
      return judge(scenario, run === undefined ? [] : await readChecks(join(folder, run)));
    }),
  );
}

// A folder is named after its scenario and the time: server-SCENARIO-2026-01-31T23-59-59-999Z.
function isRunOf(scenario: string, name: string): boolean {
  return name.startsWith(`server-${scenario}-`) && /^\d{4}-\d\d-\d\dT/.test(name.slice(scenario.length + 8));
}

async function readChecks(folder: string): Promise<Check[]> {
  return JSON.parse(await readFile(join(folder, 'checks.json'), 'utf8')) as Check[];
}

function judge(scenario: string, checks: Check[]): Verdict {
  const has = (status: Check['status']) => checks.some((check) => check.status === status);
  const remarks = checks
    .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
    .map(({ id, errorMessage }) => `${id}: ${errorMessage ?? 'failed'}`);
  // A scenario that found nothing to check proves nothing.
  return { scenario, passed: has('SUCCESS') && !has('FAILURE'), remarks };
}
