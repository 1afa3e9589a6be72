import { registerHooks } from 'node:module';

const BENCH = new URL('../', import.meta.url).href;

/**
 * Replaces a module of the product for every importer but the bench. Call it before the product is imported. The
 * returned function throws if nobody has imported the module since, because then there is nothing to measure.
 */
export function replaceModule(original: string, replacement: string): () => void {
  let isReplaced = false;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      if (resolved.url !== original || context.parentURL?.startsWith(BENCH)) return resolved;
      isReplaced = true;
      return { ...resolved, url: replacement };
    },
  });
  return () => {
    if (!isReplaced) throw new Error(`${original} has not been imported`);
  };
}
