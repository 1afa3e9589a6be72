import { Module } from '@nestjs/common';
import { HealthController } from './read/health.controller.ts';
import { HistoryController } from './read/history.controller.ts';
import { SessionsController } from './read/sessions.controller.ts';
import { StatsController } from './read/stats.controller.ts';
import { StreamController } from './stream/stream.controller.ts';
import { StreamHub } from './stream/stream-hub.ts';

/** What admins see: the live stream, the counters, history and sessions. */
@Module({
  controllers: [StreamController, StatsController, HistoryController, SessionsController, HealthController],
  providers: [StreamHub],
})
export class AdminModule {}
