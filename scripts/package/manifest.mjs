// Makes the package's manifest from the root's package.json and from the imports of the shipped files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** NestJS, from the oldest version of each major that e2e/package proves to work. */
const NEST = '^11.1.6 || ^12.0.1';

/**
 * Packages that the application provides, so that a process has only one copy of each. e2e/package proves the ranges.
 */
const PEERS = {
  '@nestjs/common': NEST,
  '@nestjs/core': NEST,
  '@nestjs/event-emitter': '^12.0.0',
  '@nestjs/passport': '^12.0.0',
  '@nestjs/platform-express': NEST,
  'reflect-metadata': '^0.2.0',
  rxjs: '^7.8.0',
};

/**
 * Peers that only some applications have: for their suites, and for traces. An SDK of OpenTelemetry has no range: a start
 * without one says which versions to install, and an application may have another one for itself.
 */
const OPTIONAL_PEERS = {
  '@nestjs/testing': NEST,
  '@opentelemetry/api': '>=1.9 <2',
  '@opentelemetry/context-async-hooks': '*',
  '@opentelemetry/core': '*',
  '@opentelemetry/exporter-trace-otlp-http': '*',
  '@opentelemetry/resources': '*',
  '@opentelemetry/sdk-trace': '*',
};

/** Pinned, because Crowsnest uses internals of the SDK that may change with any version. */
const EXACT = /^@modelcontextprotocol\/(?:client|core|server)$/;

/**
 * Returns the manifest as an object.
 *
 * @param root the folder of the root's package.json
 * @param imported the packages that the shipped JavaScript imports
 * @param importedByTypes the packages that the shipped declarations import
 * @throws Error when the root does not declare one of them
 */
export function packageManifest(root, imported, importedByTypes) {
  const source = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { name, version, description, license, type, engines, bin } = source;
  const typed = importedByTypes
    .map((name) => `@types/${name}`)
    .filter((name) => name in source.devDependencies);
  const needed = new Set([...imported, ...importedByTypes, ...typed]);
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin,
    exports: mapValues(source.exports, publicExport),
    imports: mapValues(source.imports, (target) => target.default),
    files: ['dist', 'apps'],
    dependencies: dependencies(source, needed),
    peerDependencies: { ...PEERS, ...OPTIONAL_PEERS },
    peerDependenciesMeta: mapValues(OPTIONAL_PEERS, () => ({ optional: true })),
  };
}

function dependencies(source, needed) {
  const declared = { ...source.devDependencies, ...source.dependencies };
  const entries = [...needed]
    .filter((name) => !(name in PEERS) && !(name in OPTIONAL_PEERS))
    .toSorted((a, b) => a.localeCompare(b))
    .map((name) => {
      const version = declared[name];
      if (version === undefined)
        throw new Error(`The package imports ${name}, which package.json does not name.`);
      return [name, EXACT.test(name) ? version : `^${version}`];
    });
  return Object.fromEntries(entries);
}

function publicExport({ default: code }) {
  return { types: code.replace(/\.js$/, '.d.ts'), default: code };
}

function mapValues(object, map) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}
