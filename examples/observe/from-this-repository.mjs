// In a project of your own, `npm install` finds crowsnest-observe. Here it is what the build of this repository wrote.
import { registerHooks } from 'node:module';

const built = new URL('../../dist/packages/observe/index.js', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) => next(specifier === 'crowsnest-observe' ? built : specifier, context),
});
