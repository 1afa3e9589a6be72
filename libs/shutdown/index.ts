export { beforeDeadline } from './before-deadline.ts';
export { counted } from './counted.ts';
export { Readiness, type ReadinessState } from './readiness.ts';
export { SHUTDOWN_STEPS, type ShutdownStep } from './shutdown-steps.ts';
export { Shutdown } from './shutdown.ts';
export { ShutdownModule } from './shutdown.module.ts';
