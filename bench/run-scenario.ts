import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moduleOf, THIS_HEAD, type Head } from './heads/head.ts';
import type { Turns } from './heads/turns.ts';
import { BenchProcess } from './processes/bench-process.ts';
import type { Samples, Scenario } from './scenario.ts';

/** The parts of a run that come from outside. */
export interface ScenarioSetup {
  head: Head;
  rounds: number;
  /** The folder for a CPU profile of each server; undefined for no profiles. */
  profiles: string | undefined;
  turns: Turns;
  wants: (row: string) => boolean;
  say: (text: string) => void;
}

/** Runs one scenario with processes and a folder of its own. If it fails, its rows count as not measured. */
export async function runScenario(scenario: Scenario, setup: ScenarioSetup): Promise<Samples> {
  const { head, rounds, profiles, turns, wants, say } = setup;
  await turns.take();
  const folder = await mkdtemp(join(tmpdir(), 'crowsnest-bench-'));
  const processes: BenchProcess[] = [];
  const start = async (from: Head, module: string, args: string[]): Promise<BenchProcess> => {
    const started = await BenchProcess.start(module, moduleOf(from, module), args, profiles);
    processes.push(started);
    return started;
  };
  try {
    return await scenario.measure({
      rounds,
      folder,
      wants,
      start: (module, ...args) => start(THIS_HEAD, module, args),
      startCrowsnest: (module, ...args) => start(head, module, args),
      handOver: () => turns.handOver(),
      note: (text) => say(`  ${text}`),
    });
  } catch (error) {
    say(`  failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
    return {};
  } finally {
    await Promise.all(processes.map((started) => started.stop()));
    await rm(folder, { recursive: true, force: true });
    turns.pass();
  }
}
