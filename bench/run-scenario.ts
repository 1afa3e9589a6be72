import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRequest } from './command-line.ts';
import { BenchProcess } from './processes/bench-process.ts';
import type { Figures, Scenario } from './scenario.ts';

/** Runs one scenario with processes and a folder of its own. One that fails leaves its rows unmeasured. */
export async function runScenario(
  scenario: Scenario,
  { rounds, profiles }: BenchRequest,
  wants: (row: string) => boolean,
  say: (text: string) => void,
): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'crowsnest-bench-'));
  const processes: BenchProcess[] = [];
  const start = async (module: string, ...args: string[]): Promise<BenchProcess> => {
    const started = await BenchProcess.start(module, args, profiles);
    processes.push(started);
    return started;
  };
  try {
    return await scenario.measure({ rounds, folder, wants, start, note: (text) => say(`  ${text}`) });
  } catch (error) {
    say(`  failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
    return {};
  } finally {
    await Promise.all(processes.map((started) => started.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}
