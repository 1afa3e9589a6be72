import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool, type ToolContext } from '#tools';
import { KnowledgeBase } from './knowledge-base.ts';
import { PAUSE, type Pause } from './pause.ts';

const MAX_TEXT_LENGTH = 20_000;
const STEPS = 10;
const SHORTEST_MS = 3_000;
const LONGEST_MS = 8_000;
const MS_PER_CHARACTER = 1;

const input = z.object({
  title: z.string().trim().min(1).max(200).describe('The title; a document of the same title is replaced'),
  text: z.string().trim().min(1).max(MAX_TEXT_LENGTH).describe('The text, at most 20,000 characters'),
});

const output = z.object({
  title: z.string(),
  words: z.int().describe('Words in the text'),
  documents: z.int().describe('How many indexed documents are kept now'),
});

/** `index_document`: a slow tool that reports progress and can be cancelled. */
@Injectable()
export class IndexDocumentTools {
  constructor(
    private readonly knowledgeBase: KnowledgeBase,
    @Inject(PAUSE) private readonly pause: Pause,
  ) {}

  @Tool({
    name: 'index_document',
    title: 'Index a document',
    description:
      'Makes a document searchable with search_knowledge_base until the server restarts. Takes three to ' +
      'eight seconds, on purpose, and reports progress.',
    input,
    output,
    annotations: {
      readOnlyHint: false,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    timeoutMs: 30_000,
  })
  async indexDocument(
    { title, text }: { title: string; text: string },
    context: ToolContext,
  ): Promise<{ title: string; words: number; documents: number }> {
    const { signal, tenantId } = context;
    const stepMs = durationFor(text) / STEPS;
    for (let step = 1; step <= STEPS; step += 1) {
      await this.pause(stepMs, signal);
      await context.reportProgress({
        progress: step,
        total: STEPS,
        message: `Read part ${step} of ${STEPS}`,
      });
    }
    signal.throwIfAborted();
    const documents = this.knowledgeBase.addDocument({ title, text }, tenantId);
    return { title, words: text.split(/\s+/).length, documents };
  }
}

// Indexing takes only a moment. The rest of the time imitates a real indexer.
function durationFor(text: string): number {
  return Math.min(SHORTEST_MS + text.length * MS_PER_CHARACTER, LONGEST_MS);
}
