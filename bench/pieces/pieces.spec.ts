import { PIECES } from './pieces.ts';

describe('Each switched piece', () => {
  it.each(Object.entries(PIECES))(
    'replaces all that the module of "%s" exports to others',
    async (piece, path) => {
      const original = await exportsOf(`../../${path.replace(/\.js$/, '.ts')}`);
      const switched = await exportsOf(`./switched/${piece}.ts`);
      expect(switched).toEqual(expect.arrayContaining(original));
    },
  );
});

async function exportsOf(module: string): Promise<string[]> {
  return Object.keys((await import(module)) as object);
}
