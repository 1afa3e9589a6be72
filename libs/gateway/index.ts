export { GatewayModule } from './gateway.module.ts';
export type { GatewayModuleOptions } from './gateway.module-definition.ts';
export { UpstreamFault, type UpstreamFaultCode } from './link/upstream-fault.ts';
export type {
  LinkListener,
  LinkOwner,
  MessageHeaders,
  UpstreamLink,
  UpstreamTransport,
} from './link/upstream-link.ts';
export type {
  HttpUpstream,
  SharedOptions,
  StdioUpstream,
  UpstreamOptions,
  Upstreams,
} from './upstream-options.ts';
export { ProcessGuard } from './stdio/process-guard.ts';
export { createStdioTransport, type StdioTransport } from './stdio/stdio-transport.ts';
export { problemOfUpstreamUrl, UPSTREAMS, type CheckedUpstream } from './upstream-schema.ts';
export type { Upstream } from './life/upstream.ts';
export {
  UpstreamObservation,
  type EndedRequest,
  type EndedSession,
  type UpstreamListener,
} from './observation/upstream-observation.ts';
export type {
  ObservedUpstream,
  UpstreamDestination,
  UpstreamEnd,
  UpstreamRequest,
  UpstreamSpan,
  UpstreamTracer,
} from './observation/upstream-tracer.ts';
export { UpstreamRegistry } from './life/upstream-registry.ts';
