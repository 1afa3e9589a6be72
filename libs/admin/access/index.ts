export type { AccessOptions, TrustedProxies } from './access-options.ts';
export { AccessPolicy } from './access-policy.ts';
export { AccessModule } from './access.module.ts';
export { ErrorBodyFilter } from './error-body.filter.ts';
export { isLoopback } from './loopback.ts';
