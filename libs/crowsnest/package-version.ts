import { readFileSync } from 'node:fs';
// A default import: a named import that an old Node.js lacks would fail before the version check.
import module from 'node:module';

/** The version of this package. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(module.findPackageJSON(import.meta.url) ?? '', 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
