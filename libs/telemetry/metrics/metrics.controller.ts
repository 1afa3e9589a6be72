import { Controller, Get, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { ROUTES } from '#contract';
import { MetricsRegistry } from './metrics-registry.ts';
import { MetricsGuard } from './metrics.guard.ts';

/** The metrics of this process, for Prometheus. */
@Controller()
@UseGuards(MetricsGuard)
export class MetricsController {
  constructor(private readonly registry: MetricsRegistry) {}

  @Get(ROUTES.metrics)
  async metrics(@Res({ passthrough: true }) response: Response): Promise<string> {
    response.setHeader('Content-Type', this.registry.contentType);
    return this.registry.text();
  }
}
