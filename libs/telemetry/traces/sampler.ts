import { Logger } from '@nestjs/common';
import type { Sampler } from '@opentelemetry/sdk-trace';

type Sdk = typeof import('@opentelemetry/sdk-trace');

const KNOWN = /^(parentbased_)?(always_on|always_off|traceidratio)$/;
const DEFAULT = 'parentbased_always_on';

/**
 * The sampler that `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` name. As OpenTelemetry specifies, an unknown one is
 * logged and does not count: then every trace is sampled, unless its parent is not. All of them decide by the parent and
 * the id of the trace alone, which `EarlySampling` relies on.
 */
export function samplerOf(sdk: Sdk, environment: NodeJS.ProcessEnv): Sampler {
  const { OTEL_TRACES_SAMPLER: name = DEFAULT, OTEL_TRACES_SAMPLER_ARG: ratio = '1' } = environment;
  const [, isParentBased, kind] = KNOWN.exec(name) ?? [];
  if (kind === undefined) {
    const known = 'always_on, always_off or traceidratio, each also with parentbased_ before it';
    warn(`OTEL_TRACES_SAMPLER is not known, so it is ${DEFAULT}: give ${known}.`);
    return samplerOf(sdk, {});
  }
  const root = rootSampler(sdk, kind, ratio);
  return isParentBased ? new sdk.ParentBasedSampler({ root }) : root;
}

function rootSampler(sdk: Sdk, kind: string, ratio: string): Sampler {
  if (kind === 'always_on') return new sdk.AlwaysOnSampler();
  if (kind === 'always_off') return new sdk.AlwaysOffSampler();
  const share = ratio.trim() === '' ? NaN : Number(ratio);
  if (share >= 0 && share <= 1) return new sdk.TraceIdRatioBasedSampler(share);
  warn('OTEL_TRACES_SAMPLER_ARG is no number from 0 to 1, so it is 1: give 0.01 for one trace of a hundred.');
  return new sdk.TraceIdRatioBasedSampler(1);
}

function warn(message: string): void {
  new Logger('Traces').warn(message);
}
