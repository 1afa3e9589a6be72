import { inOrder, orderParameter, reorder, type TableColumn } from './table-order.ts';

type Column = 'tool' | 'calls' | 'p99';
const TOOL: TableColumn<Column> = { column: 'tool', label: 'Tool', text: true };
const CALLS: TableColumn<Column> = { column: 'calls', label: 'Calls' };
const P99: TableColumn<Column> = { column: 'p99', label: 'p99' };
const ORDER = orderParameter<Column>([TOOL, CALLS, P99], { column: 'calls', descending: true });
const ROWS = [
  { tool: 'b', calls: 5, p99: 10 },
  { tool: 'a', calls: 5, p99: null },
  { tool: 'c', calls: 9, p99: 1 },
];

describe('the order of a table', () => {
  const names = (column: Column, descending: boolean): string[] =>
    inOrder(
      ROWS,
      { column, descending },
      (row, of) => row[of],
      ({ tool }) => tool,
    ).map(({ tool }) => tool);

  it('sorts rows by any column, and equal rows by name', () => {
    expect(names('calls', true)).toEqual(['c', 'a', 'b']);
    expect(names('calls', false)).toEqual(['a', 'b', 'c']);
    expect(names('tool', true)).toEqual(['c', 'b', 'a']);
  });

  it('sorts rows without a measurement below all others', () => {
    expect(names('p99', true)).toEqual(['b', 'c', 'a']);
  });

  it('is reversed by the same column, and begins with the largest values of another, or with A', () => {
    const order = { column: 'calls', descending: true } as const;
    expect(reorder(order, CALLS)).toEqual({ column: 'calls', descending: false });
    expect(reorder(order, P99)).toEqual({ column: 'p99', descending: true });
    expect(reorder(order, TOOL)).toEqual({ column: 'tool', descending: false });
  });

  it.each(['-p99', 'tool', 'calls'])('is read from %s, and written in the same way', (text) => {
    const read = ORDER.read(text);
    expect('value' in read && ORDER.write(read.value)).toBe(text);
  });

  it('names the columns if the text is none of them', () => {
    expect(ORDER.read('-latency')).toEqual({ problem: expect.stringContaining('tool, calls, p99') });
  });
});
