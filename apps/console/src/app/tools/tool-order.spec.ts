import { inOrder, reorder, TOOL_ORDER } from './tool-order.ts';

const stats = (calls: number, p50LatencyMs: number | null, errors = 0) => ({
  calls,
  errors,
  inFlight: 0,
  p50LatencyMs,
  p95LatencyMs: null,
  p99LatencyMs: null,
  lastP99LatencyMs: null,
});

describe('inOrder', () => {
  const tools = { b: stats(5, 10, 1), a: stats(5, null), c: stats(9, 1, 9) };
  const names = (column: 'tool' | 'calls' | 'errorShare' | 'p50LatencyMs', descending: boolean): string[] =>
    inOrder(tools, { column, descending }).map(({ tool }) => tool);

  it('sorts tools by any column, and equal rows by name', () => {
    expect(names('calls', true)).toEqual(['c', 'a', 'b']);
    expect(names('calls', false)).toEqual(['a', 'b', 'c']);
    expect(names('tool', true)).toEqual(['c', 'b', 'a']);
    expect(names('errorShare', true)).toEqual(['c', 'b', 'a']);
  });

  it('sorts tools without a measurement below all others', () => {
    expect(names('p50LatencyMs', true)).toEqual(['b', 'c', 'a']);
  });
});

describe('reorder', () => {
  it('reverses the order of the same column, and starts another column with its largest values', () => {
    expect(reorder({ column: 'calls', descending: true }, 'calls')).toEqual({
      column: 'calls',
      descending: false,
    });
    expect(reorder({ column: 'calls', descending: false }, 'errors')).toEqual({
      column: 'errors',
      descending: true,
    });
    expect(reorder({ column: 'calls', descending: true }, 'tool')).toEqual({
      column: 'tool',
      descending: false,
    });
  });
});

describe('TOOL_ORDER', () => {
  it.each(['-p99', 'tool', '-error-rate', 'in-flight'])('reads %s, and writes it as it was', (text) => {
    const read = TOOL_ORDER.read(text);
    expect('value' in read && TOOL_ORDER.write(read.value)).toBe(text);
  });

  it('names the columns when the text is none of them', () => {
    expect(TOOL_ORDER.read('-latency')).toEqual({ problem: expect.stringContaining('error-rate') });
  });
});
