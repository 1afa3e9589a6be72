// Draws the libraries, their floors and their imports from the code, as docs/architecture.svg. With `--check` it only
// compares the drawing with the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { cruise } from 'dependency-cruiser';
import { complain } from '../tasks/output.mjs';
import { FLOORS } from './floors.mjs';
import rules from './rules.mjs';

const PICTURE = new URL('../../docs/architecture.svg', import.meta.url);
const PART = /^(?:libs|apps)\/([^/]+)\//;

/** The parts from the top floor to the ground. `testing` and the agents are beside them. */
const ROWS = [['cli'], ['server'], ...FLOORS.toReversed(), ['console']];
const DRAWN = ROWS.flat();

process.exitCode = await draw(process.argv.includes('--check'));

async function draw(isCheck) {
  const { output } = await cruise(['libs', 'apps'], rules.options);
  const svg = await render(importsBetweenParts(output.modules));
  if (!isCheck) {
    writeFileSync(PICTURE, svg);
    return 0;
  }
  if (readFileSync(PICTURE, 'utf8') === svg) return 0;
  complain('docs/architecture.svg is out of date. Draw it again: npm run docs:architecture');
  return 1;
}

/** Each pair of parts with an import between them, as `from -> to`. */
function importsBetweenParts(modules) {
  const pairs = modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => [PART.exec(source)?.[1], PART.exec(resolved)?.[1]]),
  );
  const drawn = pairs.filter(([from, to]) => from !== to && DRAWN.includes(from) && DRAWN.includes(to));
  return [...new Set(drawn.map(([from, to]) => `"${from}" -> "${to}"`))].toSorted((a, b) =>
    a.localeCompare(b),
  );
}

async function render(imports) {
  const graphviz = await Graphviz.load();
  const rows = ROWS.map((parts) => `{ rank=same; "${parts.join('"; "')}" }`);
  // An invisible chain keeps the rows in order, even where no import connects one with the next.
  const chain = ROWS.map(([first]) => `"${first}"`).join(' -> ');
  const dot = `digraph {
    rankdir=TB; nodesep=0.6; ranksep=0.5; bgcolor=white;
    node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=13, width=1.3, height=0.45,
      color="#5b6b7f", fillcolor="#eef3f8", fontcolor="#16202c"];
    cli [fillcolor="#fdf3dc"]; server [fillcolor="#fdf3dc"]; console [fillcolor="#fdf3dc"];
    ${rows.join('\n    ')}
    edge [style=invis]; ${chain};
    edge [style=solid, color="#6f86a0", arrowsize=0.6];
    ${withoutImplied(graphviz, imports).join('\n    ')}
  }`;
  return `${graphviz.dot(dot).trim()}\n`;
}

/** Removes each import that a longer path implies, because nearly every part imports the contract. */
function withoutImplied(graphviz, imports) {
  const { out } = graphviz.tred(`digraph { ${imports.join('; ')} }`);
  return out.match(/\S+ -> \w+/g) ?? [];
}
