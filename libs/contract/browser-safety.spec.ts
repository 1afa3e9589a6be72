import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, transform, type Metafile } from 'esbuild';

const LIBRARY = join(process.cwd(), 'libs', 'contract');

async function bundle(): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [join(LIBRARY, 'index.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    // A browser has no built-in modules, so importing one fails the build.
    platform: 'browser',
    // The sketch library loads it only to encode a sketch as protobuf, which we never do.
    external: ['protobufjs/minimal'],
    metafile: true,
    logLevel: 'silent',
  });
  return metafile;
}

describe('the contract', () => {
  it('bundles for a browser, with nothing but itself and the sketch library', async () => {
    const { inputs } = await bundle();
    const foreign = Object.keys(inputs).filter((file) => !file.startsWith('libs/contract/'));
    expect(foreign.length).toBeGreaterThan(0);
    expect(foreign.filter((file) => !file.startsWith('node_modules/@datadog/sketches-js/'))).toEqual([]);
  });

  it('uses no global that a browser lacks', async () => {
    const sources = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
    );
    expect(sources).toContain('index.ts');
    for (const file of sources) {
      // Without comments, which may use these words.
      const { code } = await transform(readFileSync(join(LIBRARY, file), 'utf8'), { loader: 'ts' });
      const [used] = /\b(process|Buffer|__dirname|require|setImmediate)\b[.(]/.exec(code) ?? [];
      expect({ file, used }).toEqual({ file });
    }
  });
});
