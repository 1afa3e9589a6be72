import { Controller, Get, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { RegistryContentType } from 'prom-client';
import { ROUTES } from '#contract';
import { MetricsRegistry, OPEN_METRICS, PROMETHEUS } from './metrics-registry.ts';
import { MetricsGuard } from './metrics.guard.ts';

const OPEN_METRICS_TYPE = 'application/openmetrics-text';

/** The metrics of this process, for Prometheus. */
@Controller()
@UseGuards(MetricsGuard)
export class MetricsController {
  constructor(private readonly registry: MetricsRegistry) {}

  @Get(ROUTES.metrics)
  async metrics(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<string> {
    const format = formatFor(request);
    response.setHeader('Content-Type', format);
    response.setHeader('Vary', 'Accept');
    return this.registry.text(format);
  }
}

/** OpenMetrics if the client prefers it, as Prometheus does. Its types have parameters that differ from version to version. */
function formatFor(request: Request): RegistryContentType {
  const preferred = request.accepts().find((type) => type === OPEN_METRICS_TYPE || type === 'text/plain');
  return preferred === OPEN_METRICS_TYPE ? OPEN_METRICS : PROMETHEUS;
}
