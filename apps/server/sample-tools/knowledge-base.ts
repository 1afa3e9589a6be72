import { Injectable } from '@nestjs/common';
import MiniSearch, { type SearchResult } from 'minisearch';
import { excerptOf } from './excerpt.ts';
import { searchTerm } from './search-term.ts';
import { readShippedDocuments, type KnowledgeDocument } from './shipped-documents.ts';

/** Maximum number of indexed documents per tenant, besides the shipped ones. The oldest is dropped first. */
export const MAX_INDEXED_DOCUMENTS = 100;

/** A document that was found. */
export interface KnowledgeMatch {
  title: string;
  /** The passage around the first word that matched. */
  excerpt: string;
  /** Relevance; only comparable within one search. */
  score: number;
}

interface Entry extends KnowledgeDocument {
  id: string;
  /** The tenant that owns the document; undefined for shipped documents, which every tenant finds. */
  tenantId: string | undefined;
}

/** In-memory full-text search over the shipped documents and those that agents have indexed. */
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

  /** Returns the best matches among the shipped documents and those of the tenant, best first. */
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

  /** Indexes a document for its tenant, and replaces one with the same title. Returns the number of its documents. */
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

// Tolerates a typo in long words only; short words differ too little from one another.
function toleranceFor(term: string): number | boolean {
  return term.length > 5 ? 0.15 : false;
}
