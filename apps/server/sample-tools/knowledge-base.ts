import { Injectable } from '@nestjs/common';
import MiniSearch, { type SearchResult } from 'minisearch';
import { excerptOf } from './excerpt.ts';
import { searchTerm } from './search-term.ts';
import { readShippedDocuments, type KnowledgeDocument } from './shipped-documents.ts';

/** At most this many documents are kept for a tenant besides the shipped ones; the oldest goes first. */
export const MAX_INDEXED_DOCUMENTS = 100;

export interface KnowledgeMatch {
  title: string;
  /** The passage around the first word that matched. */
  excerpt: string;
  /** Relevance; comparable within one search only. */
  score: number;
}

interface Entry extends KnowledgeDocument {
  id: string;
  /** Whose document it is; undefined for the shipped ones, which everybody finds. */
  tenantId: string | undefined;
}

/** Full-text search over the shipped documents and those that agents have indexed, in memory. */
@Injectable()
export class KnowledgeBase {
  readonly #entries = new Map<string, Entry>();
  readonly #index = new MiniSearch<Entry>({
    fields: ['title', 'text'],
    processTerm: searchTerm,
    searchOptions: { boost: { title: 3 }, prefix: (term) => term.length > 3, fuzzy: toleranceFor },
  });

  constructor() {
    for (const document of readShippedDocuments()) {
      this.#insert({ ...document, id: document.title, tenantId: undefined });
    }
  }

  /** The best matches first: among the shipped documents and the tenant's own. */
  search(query: string, limit: number, tenantId: string): KnowledgeMatch[] {
    const isVisible = ({ id }: SearchResult): boolean => {
      const owner = this.#entries.get(id as string)?.tenantId;
      return owner === undefined || owner === tenantId;
    };
    const matches = this.#index.search(query, { filter: isVisible }).slice(0, limit);
    return matches.map(({ id, score, terms }) => {
      const { title, text } = this.#entries.get(id as string)!;
      return { title, excerpt: excerptOf(text, terms), score: Math.round(score * 100) / 100 };
    });
  }

  /** Makes a document searchable for its tenant; one of the same title is replaced. Returns how many it has. */
  addDocument(document: KnowledgeDocument, tenantId: string): number {
    const id = JSON.stringify([tenantId, document.title.toLowerCase()]);
    this.#remove(id);
    this.#insert({ ...document, id, tenantId });
    const own = [...this.#entries.values()].filter((entry) => entry.tenantId === tenantId);
    for (const oldest of own.slice(0, -MAX_INDEXED_DOCUMENTS)) this.#remove(oldest.id);
    return Math.min(own.length, MAX_INDEXED_DOCUMENTS);
  }

  #insert(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    this.#index.add(entry);
  }

  #remove(id: string): void {
    if (this.#entries.delete(id)) this.#index.discard(id);
  }
}

// A slip in a long word is forgiven; short words differ too little from one another.
function toleranceFor(term: string): number | boolean {
  return term.length > 5 ? 0.15 : false;
}
