import { Injectable } from '@nestjs/common';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { Tool, type ToolContext } from '#tools';
import { failure } from './failure.ts';
import { KnowledgeBase, type KnowledgeMatch } from './knowledge-base.ts';

const DEFAULT_LIMIT = 5;

const input = z.object({
  query: z.string().trim().min(1).max(500).describe('What to look for, in a few words'),
  limit: z.int().min(1).max(20).default(DEFAULT_LIMIT).describe('How many results at most'),
});

const output = z.object({
  results: z.array(
    z.object({
      title: z.string(),
      excerpt: z.string().describe('The passage around the first word that matched'),
      score: z.number().describe('Relevance; the best match comes first'),
    }),
  ),
});

/** `search_knowledge_base`: full-text search over a small set of documents. */
@Injectable()
export class KnowledgeBaseTools {
  constructor(private readonly knowledgeBase: KnowledgeBase) {}

  @Tool({
    name: 'search_knowledge_base',
    title: 'Search the knowledge base',
    description:
      'Searches short documents about running MCP servers, event streams and watching agents, and those ' +
      'added with index_document. Fails when nothing matches.',
    input,
    output,
    annotations: { readOnlyHint: true, openWorldHint: false },
  })
  searchKnowledgeBase(
    { query, limit = DEFAULT_LIMIT }: { query: string; limit?: number },
    { tenantId }: ToolContext,
  ): CallToolResult | { results: KnowledgeMatch[] } {
    const results = this.knowledgeBase.search(query, limit, tenantId);
    return results.length > 0 ? { results } : failure(`No results for "${query}"`);
  }
}
