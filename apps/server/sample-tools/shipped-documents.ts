import { readdirSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** A document of the knowledge base. */
export interface KnowledgeDocument {
  title: string;
  text: string;
}

// Relative to the root of the package, so that sources and build read the same files.
const FOLDER = 'apps/server/sample-tools/knowledge-base';

/** Reads the documents that ship with the repository. The first line of each Markdown file is its title. */
export function readShippedDocuments(): KnowledgeDocument[] {
  const folder = join(dirname(findPackageJSON(import.meta.url) ?? ''), FOLDER);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .toSorted()
    .map((file) => parseMarkdown(readFileSync(join(folder, file), 'utf8')));
}

function parseMarkdown(markdown: string): KnowledgeDocument {
  const [heading = '', ...body] = markdown.split('\n');
  return { title: heading.replace(/^#\s*/, ''), text: body.join('\n').trim() };
}
