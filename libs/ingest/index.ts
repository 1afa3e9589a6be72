export { digestOfIngestKey, type IngestKey } from './identity/ingest-key.ts';
export { IngestKeys } from './identity/ingest-keys.ts';
export { IngestModule } from './ingest.module.ts';
export type { IngestModuleOptions } from './ingest.module-definition.ts';
export { SourcesProjection } from './sources/sources-projection.ts';
export { Sources } from './sources/sources.ts';
