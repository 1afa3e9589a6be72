import type { OfferedTool, ToolCounts } from '#contract';

import { toolRows, uncalledTools } from './tool-rows.ts';

const BY_NAME = { column: 'tool', descending: false } as const;
const counts = (calls: number, errors: number): ToolCounts => ({
  calls,
  errors,
  inFlight: 0,
  p50LatencyMs: null,
  p95LatencyMs: null,
  p99LatencyMs: null,
});
const offered = (name: string, definitionBytes: number): OfferedTool => ({ name, definitionBytes });

describe('toolRows', () => {
  const facts = {
    tools: { search: counts(10, 3), fetch: counts(0, 2), store: counts(4, 0) },
    before: null,
    offered: [offered('search', 1_240), offered('never', 80), offered('large', 4_400)],
    running: null,
  };

  it('have the share of failed calls, which is never over one and unknown without calls', () => {
    const rows = toolRows(facts, BY_NAME);
    const shares = Object.fromEntries(rows.map(({ tool, errorShare }) => [tool, errorShare]));
    expect(shares).toEqual({ search: 0.3, fetch: null, store: 0 });
    const late = toolRows({ ...facts, tools: { search: counts(1, 2) } }, BY_NAME);
    expect(late[0]?.errorShare).toBe(1);
  });

  it('have the size of a definition where the tool is offered', () => {
    const rows = toolRows(facts, BY_NAME);
    const sizes = Object.fromEntries(rows.map(({ tool, definitionBytes }) => [tool, definitionBytes]));
    expect(sizes).toEqual({ search: 1_240, fetch: null, store: null });
  });

  it('leave tools that nobody called to a list of their own, the largest definition first', () => {
    expect(uncalledTools(facts.offered, facts.tools).map(({ name }) => name)).toEqual(['large', 'never']);
  });
});
