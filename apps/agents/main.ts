import { Agent } from './agent.ts';
import { ARCHIVIST } from './archivist.ts';
import { FIELD_OPS } from './field-ops.ts';
import { describeTotals, teller } from './narration.ts';
import { readOptions, USAGE, type AgentsOptions } from './options.ts';
import { realPause } from './pause.ts';
import { Random } from './random.ts';
import { SUPPORT_DESK } from './support-desk.ts';

const LONGEST_GOODBYE_MS = 5_000;

const write = (text: string): void => void process.stdout.write(text);

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') write(USAGE);
  else await runAgents(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function runAgents({ url, key, durationMs, seed }: AgentsOptions): Promise<void> {
  const stopping = stopOnSignals();
  const timer = durationMs === undefined ? undefined : setTimeout(() => stopping.abort(), durationMs);
  const agents = [SUPPORT_DESK, FIELD_OPS, ARCHIVIST].map((character, number) => {
    const random = new Random(seed * 1_000 + number);
    const tell = teller(character.name, write);
    const around = { destination: { url, key }, random, pause: realPause, tell, stop: stopping.signal };
    return { tell, agent: new Agent(character, around) };
  });
  // When one agent cannot continue, the others end in order too.
  const lives = agents.map(({ agent }) => agent.live().finally(() => stopping.abort()));
  const ends = await Promise.allSettled(lives);
  clearTimeout(timer);
  for (const { agent, tell } of agents) tell(`done: ${describeTotals(agent.totals)}`);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

// npm forwards Ctrl-C twice, so a second signal must not cut the goodbyes short. The time limit still does.
function stopOnSignals(): AbortController {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  stopping.signal.addEventListener('abort', () =>
    setTimeout(() => process.exit(), LONGEST_GOODBYE_MS).unref(),
  );
  return stopping;
}
