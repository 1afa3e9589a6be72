import { Module } from '@nestjs/common';
import { IndexDocumentTools } from './index-document.tools.ts';
import { KnowledgeBase } from './knowledge-base.ts';
import { KnowledgeBaseTools } from './knowledge-base.tools.ts';
import { PAUSE, realPause } from './pause.ts';
import { WeatherTools } from './weather.tools.ts';

/** Three sample tools: a quick search, a deterministic lookup and a slow job. */
@Module({
  providers: [
    KnowledgeBase,
    KnowledgeBaseTools,
    IndexDocumentTools,
    WeatherTools,
    { provide: PAUSE, useValue: realPause },
  ],
})
export class SampleToolsModule {}
