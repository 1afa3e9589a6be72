import { readFileSync } from 'node:fs';
// As a whole: an import of what an old Node.js does not have would fail before its refusal.
import module from 'node:module';

/** The version of this package. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(module.findPackageJSON(import.meta.url) ?? '', 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
