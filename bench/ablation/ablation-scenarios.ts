import { join } from 'node:path';
import { connectAgents, measureRate } from '../mcp/call-rate.ts';
import type { Era } from '../mcp/load/mcp-requests.ts';
import type { BenchProcess } from '../processes/bench-process.ts';
import { ratios } from '../rounds.ts';
import type { BenchRun, Samples, Scenario } from '../scenario.ts';
import { StreamStage } from '../stream/stream-stage.ts';
import { measureSwitched } from '../switched-phases.ts';
import type { Piece } from '../pieces/pieces.ts';

const WARM_UP_MS = 3_000;
const PHASE_MS = 500;
const SUBSCRIBERS = 100;
const EVENTS = 10_000;
const PER_TURN = 64;
/** Each process measures eight pairs of phases. Two processes show whether they agree. */
const ROUNDS = 2;

/** Measures each hand-written piece with and without it, in phases within one process. */
export const ABLATIONS: readonly Scenario[] = [
  ablationOf('clock', 'events published per CPU second of the publishing thread', publishing),
  ablationOf('era', 'calls of 2025-11-25 per CPU second of the serving thread', calling('legacy')),
  ablationOf('small-body', 'calls of 2025-11-25 per CPU second of the serving thread', calling('legacy')),
  ablationOf('plain-calls', 'calls of 2026-07-28 per CPU second of the serving thread', calling('modern')),
  ablationOf('tool-schemas', 'calls of 2026-07-28 per CPU second of the serving thread', calling('modern')),
  ablationOf('shared-chunks', 'deliveries per CPU second, bursts to 100 subscribers', delivering),
];

/** A warm server with a piece that can be switched off, and the measurement of one phase. */
interface AblatedStage {
  server: BenchProcess;
  rate: () => Promise<number>;
}
type OpenStage = (run: BenchRun, round: number) => Promise<AblatedStage>;

function ablationOf(piece: Piece, what: string, open: OpenStage): Scenario {
  const name = `ablation.${piece.replaceAll('-', '_')}.with_vs_without`;
  return {
    rows: [{ name, unit: `ratio of ${what}`, better: 'higher', target: 1 }],
    ofThisHeadAlone: true,
    measure: async (run): Promise<Samples> => ({ [name]: await gains(ablated(run, piece), open) }),
  };
}

async function gains(run: BenchRun, open: OpenStage): Promise<number[]> {
  const found: number[] = [];
  for (let round = 0; round < Math.min(run.rounds, ROUNDS); round += 1) {
    const { server, rate } = await open(run, round);
    const turn = (isOn: boolean): Promise<void> => server.call('usePiece', isOn);
    const { on, off } = await measureSwitched(turn, rate, () => run.handOver());
    found.push(...ratios(on, off));
    await server.stop();
  }
  return found;
}

/** The same run, but every Crowsnest that it starts has a switch in place of the piece. */
function ablated(run: BenchRun, piece: Piece): BenchRun {
  return {
    ...run,
    startCrowsnest: (module, ...args) => run.start('pieces/start-ablated', piece, module, ...args),
  };
}

function calling(era: Era): OpenStage {
  return async (run, round) => {
    const agents = await run.start('mcp/load/agents');
    const process = await run.startCrowsnest('mcp/servers/crowsnest', join(run.folder, `calls-${round}.db`));
    const server = await connectAgents(agents, process, era);
    await measureRate(server, agents, WARM_UP_MS);
    const rate = async (): Promise<number> => (await measureRate(server, agents, PHASE_MS)).perThreadSecond;
    return { server: process, rate };
  };
}

async function delivering(run: BenchRun): Promise<AblatedStage> {
  const stage = await StreamStage.open(run, 'crowsnest', SUBSCRIBERS);
  await stage.bursts({ ms: WARM_UP_MS });
  const rate = async (): Promise<number> => {
    const { cpuUs, reception } = await stage.bursts({ ms: PHASE_MS });
    return reception.deliveries / cpuUs;
  };
  return { server: stage.server, rate };
}

async function publishing(run: BenchRun, round: number): Promise<AblatedStage> {
  const log = `sqlite:${join(run.folder, `events-${round}.db`)}`;
  const server = await run.startCrowsnest('stream/servers/crowsnest', log);
  const rate = async (): Promise<number> => {
    const { threadUs } = await server.cpuDuring(async () => {
      await server.call('all', { count: EVENTS, perTurn: PER_TURN });
      await server.call('flush');
    });
    return EVENTS / threadUs;
  };
  for (let time = 0; time < 5; time += 1) await rate();
  return { server, rate };
}
