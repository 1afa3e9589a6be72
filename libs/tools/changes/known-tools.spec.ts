import { MAX_DEFINITIONS_KEPT, type CrowsnestEvent, type ToolsChangedData } from '#contract';
import { changesBetween } from './changes-between.ts';
import { isApproved } from './known-tool.ts';
import { KnownTools, MAX_KNOWN_TOOLS } from './known-tools.ts';
import { toolDefinitionOf } from './tool-definition.ts';

const SINCE = '2026-11-01T12:00:00.000Z';

function definition(name: string, description: string, more: object = {}) {
  return toolDefinitionOf(JSON.stringify({ name, description, inputSchema: { type: 'object' }, ...more }));
}

function folded(known: KnownTools, data: ToolsChangedData | undefined): void {
  if (data) known.apply({ type: 'tools:changed', id: '1', timestamp: SINCE, data } as CrowsnestEvent);
}

/** Folds what differs from the definitions, and returns it. */
function see(known: KnownTools, definitions: ReturnType<typeof definition>[], withholds = false) {
  const data = changesBetween(known, { upstream: '', definitions, withholds });
  folded(known, data);
  return data;
}

describe('the known definitions of tools', () => {
  it('are those that the events tell of, so that the same ones are no change', () => {
    const known = new KnownTools();
    known.adopt('', [definition('a', 'One'), definition('b', 'Two')], SINCE);
    const next = [definition('b', 'Three', { title: 'B' }), definition('c', 'Four')];
    expect(see(known, next)).toMatchObject({ added: ['c'], removed: ['a'], changed: [{ tool: 'b' }] });
    expect(see(known, next)).toBeUndefined();
    expect(known.find('b')?.versions[0]).toMatchObject({ title: 'B', description: 'Three' });
    expect(see(new KnownTools(known.save()), next)).toBeUndefined();
  });

  it('are the same after an event was folded twice', () => {
    const known = new KnownTools();
    known.adopt('', [definition('a', 'One')], SINCE);
    const data = see(known, [definition('a', 'Two')]);
    const before = structuredClone(known.save());
    folded(known, data);
    expect(known.save()).toEqual(before);
  });

  it('do not depend on the order of members, and see a difference behind the cut of a long text', () => {
    const json = '{"name":"a","description":"x","inputSchema":{"type":"object","b":1}}';
    const other = '{"inputSchema":{"b":1,"type":"object"},"description":"x","name":"a"}';
    expect(toolDefinitionOf(json)).toEqual(toolDefinitionOf(other));
    const long = 'é'.repeat(10_000);
    const known = new KnownTools();
    known.adopt('', [definition('a', long)], SINCE);
    const changed = see(known, [definition('a', `${long}!`)])?.changed[0];
    expect(changed?.differences).toHaveLength(1);
    expect(changed?.differences[0]?.after).toHaveLength(4_000);
  });

  it('keep the newest approved one, however many that are not follow', () => {
    const known = new KnownTools();
    const first = definition('a', 'First');
    known.adopt('', [first], SINCE);
    for (let n = 0; n < 2 * MAX_DEFINITIONS_KEPT; n += 1) see(known, [definition('a', `Number ${n}`)], true);
    const tool = known.find('a');
    expect(tool?.versions).toHaveLength(MAX_DEFINITIONS_KEPT);
    expect(tool && isApproved(tool, first.hash)).toBe(true);
    expect(see(known, [first], true)?.changed[0]).not.toHaveProperty('withheld');
  });

  it('are of a bounded number of tools and characters, and so is an event', () => {
    const known = new KnownTools();
    const many = Array.from({ length: MAX_KNOWN_TOOLS }, (_, n) => definition(`t${n}`, `${n}`.repeat(1_000)));
    known.adopt('', many, SINCE);
    expect(JSON.stringify(known.save()).length).toBeLessThan(1_500_000);
    const others = many.map(({ tool }) => definition(tool, `other ${'y'.repeat(2_000)}`));
    const data = see(known, others);
    expect(data?.changed).toHaveLength(MAX_KNOWN_TOOLS);
    expect(JSON.stringify(data).length).toBeLessThan(400_000);
    expect(data?.changed.at(-1)?.differences).toContainEqual({ member: 'description', omitted: true });
    expect(see(known, [...others, definition('more', 'One too many')])).toBeUndefined();
    expect(known.all()).toHaveLength(MAX_KNOWN_TOOLS);
  });

  it('are of each upstream alone', () => {
    const known = new KnownTools();
    known.adopt('', [definition('a', 'One')], SINCE);
    known.adopt('shop', [definition('a', 'Two')], SINCE);
    const sighting = { upstream: 'shop', definitions: [definition('a', 'Three')], withholds: false };
    folded(known, changesBetween(known, sighting));
    expect(known.find('a')?.versions).toHaveLength(1);
    expect(known.find('a', 'shop')?.versions).toHaveLength(2);
  });
});
